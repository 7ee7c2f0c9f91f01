package hangolo.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recorded speech: two clips among this module's test resources, found from the folder that its tests run in, or more of them beside
 * the larger reference set that {@code -Dhangolo.goldens=DIR} names.
 */
public final class Recordings {
    private Recordings() {}

    /** A folder with {@code LJ001-0002} as wav, flac and mp3, and other clips as wav. */
    public static Path speech() {
        Path more = Path.of(System.getProperty("hangolo.goldens", ""), "../../data/ljspeech/wavs");
        return System.getProperty("hangolo.goldens", "").isEmpty() || !Files.isDirectory(more)
                ? Path.of("src/test/resources/hangolo/audio/speech")
                : more.normalize();
    }

    /** All clips as wav. */
    public static List<Path> clips() throws IOException {
        try (Stream<Path> files = Files.list(speech())) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
    }
}
