package hangolo.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every small file that PyTorch wrote reads as its description says, and every broken or harmful one is refused. */
class PicklesTest {

    @TempDir
    Path folder;

    private TinyReference tiny;

    @BeforeEach
    void copy() throws IOException {
        tiny = new TinyReference(folder);
        Files.createDirectories(folder.resolve("pickles"));
        try (Stream<Path> files = Files.list(Path.of("goldens", "pickles"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("pickles").resolve(file.getFileName()));
            }
        }
    }

    private GroupResult check() throws IOException {
        ReferenceFolder reference = ReferenceFolder.open(tiny.root());
        Checks checks = new Checks(reference, "pickles", array -> OptionalDouble.empty());
        new Pickles(reference, checks).check();
        return checks.result();
    }

    private void replace(String from, String to) throws IOException {
        Path file = folder.resolve("pickles/expected.json");
        String text = Files.readString(file);
        assertTrue(text.contains(from), from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void readsOrRefusesEveryFile() throws IOException {
        GroupResult result = check();
        assertEquals(List.of(), result.failures());
        assertTrue(result.compared() >= 20, "only " + result.compared());
    }

    @Test
    void anotherNumberThanDescribedFails() throws IOException {
        replace("0.3518802225589752", "0.3518802225589751");
        assertFalse(check().passed());
    }

    @Test
    void anotherTypeThanDescribedFails() throws IOException {
        replace("\"float16\"", "\"bfloat16\"");
        assertFalse(check().passed());
    }

    @Test
    void aKindThatCannotBeUnderstoodFails() throws IOException {
        replace("\"NoneType\"", "\"Nonsense\"");
        assertTrue(check().failures().toString().contains("unknown type \"Nonsense\""));
    }

    @Test
    void aFileThatIsReadAlthoughItMustBeRefusedFails() throws IOException {
        Files.copy(
                folder.resolve("pickles/zip_dtypes.pth"),
                folder.resolve("pickles/evil_zip.pth"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals(1, check().failed());
        assertTrue(check().failures().get(0).startsWith("pickles/evil_zip.pth: was read"));
    }

    @Test
    void aFileThatNothingIsSaidAboutFails() throws IOException {
        Files.writeString(folder.resolve("pickles/stranger.pth"), "?");
        assertTrue(check().failures().toString().contains("stranger.pth"));
    }
}
