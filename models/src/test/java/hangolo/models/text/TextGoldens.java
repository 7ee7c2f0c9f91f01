package hangolo.models.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The reference data outside the repository, where there is any. */
final class TextGoldens {

    private TextGoldens() {}

    /** A file below the reference data, or the test is skipped, loudly. */
    static Path file(String path) {
        Optional<Path> found =
                folders().map(f -> f.resolve(path)).filter(Files::exists).findFirst();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: no reference data " + path + " (set -Dhangolo.goldens)");
            Assumptions.abort("no reference data " + path);
        }
        return found.get();
    }

    private static Stream<Path> folders() {
        Stream.Builder<Path> folders = Stream.builder();
        Optional.ofNullable(System.getProperty("hangolo.goldens")).map(Path::of).ifPresent(folders);
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            folders.add(dir.resolve("shared/goldens/open"));
        }
        return folders.build();
    }
}
