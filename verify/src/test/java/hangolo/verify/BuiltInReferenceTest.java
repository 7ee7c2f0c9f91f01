package hangolo.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The set of reference numbers in the repository ({@code verify/goldens}, beside this module's sources) and in the program. */
class BuiltInReferenceTest {

    private static final Path SOURCE = Path.of("goldens");
    private static final long LARGEST = 9_000_000;

    private static Set<String> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList());
        }
    }

    @Test
    void everyFileIsAsTheManifestSays() throws IOException {
        JsonNode manifest = ReferenceFolder.parse(SOURCE.resolve("manifest.json"));
        Set<String> listed = new TreeSet<>(List.of("manifest.json", "README.md"));
        long bytes = Files.size(SOURCE.resolve("manifest.json"));
        for (Map.Entry<String, JsonNode> file : manifest.path("files").properties()) {
            Path path = SOURCE.resolve(file.getKey());
            listed.add(file.getKey());
            bytes += Files.size(path);
            assertEquals(file.getValue().asText(), TokenizerGroup.sha256(path), file.getKey());
        }
        assertEquals(listed, files(SOURCE));
        assertTrue(bytes < LARGEST, bytes + " bytes");
    }

    @Test
    void isUnpackedWholeAndDeleted() throws IOException {
        Path folder;
        try (BuiltInReference unpacked = BuiltInReference.unpack()) {
            folder = unpacked.folder();
            Set<String> expected = files(SOURCE);
            expected.remove("README.md");
            assertEquals(expected, files(folder));
            JsonNode manifest = ReferenceFolder.parse(folder.resolve("manifest.json"));
            for (Map.Entry<String, JsonNode> file : manifest.path("left_out").properties()) {
                try (ZipFile whole = new ZipFile(folder.resolve(file.getKey()).toFile())) {
                    Set<String> storages = new HashSet<>();
                    file.getValue().fieldNames().forEachRemaining(storages::add);
                    assertTrue(storages.stream().allMatch(name -> whole.getEntry(name) != null), file.getKey());
                }
            }
        }
        assertFalse(Files.exists(folder));
    }
}
