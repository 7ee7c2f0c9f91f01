package hangolo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files stay small enough to be read at once. */
class SizeBudgetTest {
    private static final int MOST_LINES = 500;
    private static final int USUAL_LINES = 350;

    @Test
    void noSourceFileIsTooLongAndMostAreShort() {
        Map<String, Long> lines = new TreeMap<>();
        for (String module : List.of("base", "engine", "audio", "rules", "models", "verify", "app")) {
            count(Path.of("..", module, "src", "main", "java"), lines);
        }
        assertTrue(lines.size() > 50, "found only " + lines.size() + " source files");
        assertEquals(
                List.of(),
                lines.entrySet().stream()
                        .filter(file -> file.getValue() > MOST_LINES)
                        .toList());
        long longer =
                lines.values().stream().filter(count -> count > USUAL_LINES).count();
        assertTrue(longer <= lines.size() / 10, longer + " of " + lines.size() + " files have over 350 lines");
    }

    private static void count(Path folder, Map<String, Long> lines) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> lines.put(name(file), lines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.normalize().toString();
    }

    private static long lines(Path file) {
        try (Stream<String> all = Files.lines(file)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
