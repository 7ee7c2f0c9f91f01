package hangolo.models.fidelity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds the reference data of the original software, which lie beside the repository. */
final class ReferenceData {

    private ReferenceData() {}

    /** The folder, or the test is skipped, loudly. */
    static Path folder() {
        String given = System.getProperty("hangolo.goldens", "");
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(up -> up.resolve("shared/goldens/open"));
        Optional<Path> found = (given.isEmpty() ? above : Stream.of(Path.of(given)))
                .filter(folder -> Files.isRegularFile(folder.resolve("manifest.json")))
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: no reference data (set -Dhangolo.goldens)");
            Assumptions.abort("no reference data");
        }
        return found.get();
    }
}
