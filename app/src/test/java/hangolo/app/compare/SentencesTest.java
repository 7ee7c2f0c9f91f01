package hangolo.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.compare.Sentences.Sentence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencesTest {
    @TempDir
    private Path folder;

    @Test
    void aLineMayNameItsLanguage() throws Exception {
        Path file = Files.writeString(
                folder.resolve("s.txt"), "\uFEFF# what to say\r\nhu|Jó estét kívánok!\r\n\r\nGratulálok!\r\n");
        assertEquals(
                List.of(new Sentence("hu", "Jó estét kívánok!"), new Sentence("de", "Gratulálok!")),
                Sentences.read(file, Optional.of("de")));
    }

    @Test
    void aLineWithoutALanguageIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("s.txt"), "hu|Egy.\nKettő.\n");
        String message = assertThrows(IllegalArgumentException.class, () -> Sentences.read(file, Optional.empty()))
                .getMessage();
        assertTrue(message.contains("s.txt:2: no language"), message);
    }

    @Test
    void emptyFilesAndOtherEncodingsAreRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("s.txt"), "# nothing\n");
        assertThrows(IllegalArgumentException.class, () -> Sentences.read(file, Optional.of("hu")));
        Files.write(file, "hu|Kettő ő".getBytes(StandardCharsets.UTF_16));
        assertThrows(IllegalArgumentException.class, () -> Sentences.read(file, Optional.of("hu")));
    }
}
