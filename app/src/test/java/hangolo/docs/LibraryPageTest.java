package hangolo.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/library.md are the marked regions of {@link LibrarySnippetsTest}. */
class LibraryPageTest {
    private static final Path PAGE = Path.of("..", "docs", "library.md");
    private static final Path SOURCE = Path.of("src/test/java/hangolo/docs/LibrarySnippetsTest.java");
    private static final Pattern ON_PAGE =
            Pattern.compile("<!-- snippet: (\\w+) -->\\R```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_SOURCE = Pattern.compile(" *// snippet: (\\w+)\\R(.*?) *// end\\R", Pattern.DOTALL);

    @Test
    void thePageShowsWhatIsCompiledAndRun() throws IOException {
        Map<String, String> compiled = regions(IN_SOURCE, Files.readString(SOURCE));
        assertEquals(compiled, regions(ON_PAGE, Files.readString(PAGE)), "copy the regions into docs/library.md");
    }

    private static Map<String, String> regions(Pattern pattern, String text) {
        Map<String, String> regions = new LinkedHashMap<>();
        Matcher matcher = pattern.matcher(text.replace("\r\n", "\n"));
        while (matcher.find()) {
            regions.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent());
        }
        return regions;
    }
}
