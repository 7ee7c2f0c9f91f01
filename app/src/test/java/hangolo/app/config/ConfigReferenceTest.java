package hangolo.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    /** With -Dhangolo.regenerate=true the page is written instead. */
    @Test
    void thePageSaysWhatTheProgramKnows() throws Exception {
        if (Boolean.getBoolean("hangolo.regenerate")) {
            Files.writeString(PAGE, ConfigReference.markdown());
        }
        assertEquals(
                ConfigReference.markdown(),
                Files.readString(PAGE).replace("\r\n", "\n"),
                "docs/configuration.md is not up to date: run the tests once with -Dhangolo.regenerate=true");
    }
}
