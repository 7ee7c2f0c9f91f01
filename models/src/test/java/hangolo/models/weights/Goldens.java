package hangolo.models.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the reference data, which lies beside the repository and not in it. */
final class Goldens {
    private Goldens() {}

    /** A folder of the reference data; without the data the test is aborted, loudly. */
    static Path folder(String name) {
        Path folder = root().resolve(name);
        if (!Files.isDirectory(folder)) {
            String reason = "no reference data at " + folder + "; set -Dhangolo.goldens=FOLDER";
            System.out.println("SKIPPED: " + reason);
            Assumptions.abort(reason);
        }
        return folder;
    }

    private static Path root() {
        String named = System.getProperty("hangolo.goldens", "");
        if (!named.isEmpty()) return Path.of(named).toAbsolutePath();
        Path inside = Path.of("shared", "goldens", "open");
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(inside))) return at.resolve(inside);
        }
        return start.resolve(inside);
    }
}
