package hangolo.audio;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds recorded speech beside the reference data, if it is there. */
public final class Recordings {
    private Recordings() {}

    /** The folder of recorded speech beside the goldens, or the test is skipped loudly. */
    public static Path speech() {
        return find("data/ljspeech/wavs");
    }

    private static Path find(String name) {
        Optional<Path> given = Optional.ofNullable(System.getProperty("hangolo.goldens"))
                .map(open -> Path.of(open).resolve("../..").resolve(name).normalize());
        Path start = Path.of("").toAbsolutePath();
        Optional<Path> found = Stream.concat(
                        given.stream(),
                        Stream.iterate(start, Objects::nonNull, Path::getParent)
                                .map(up -> up.resolve("shared").resolve(name)))
                .filter(Files::isDirectory)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: no reference data shared/" + name + " above " + start);
            Assumptions.abort("no reference data shared/" + name);
        }
        return found.get();
    }
}
