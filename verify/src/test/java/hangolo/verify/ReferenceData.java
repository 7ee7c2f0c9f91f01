package hangolo.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Finds the reference numbers: those of the program, or the folder that {@code -Dhangolo.goldens=DIR} names. */
final class ReferenceData {

    private static final Path FOLDER = find();

    private ReferenceData() {}

    static Path folder() {
        return FOLDER;
    }

    private static Path find() {
        String given = System.getProperty("hangolo.goldens", "");
        return given.isEmpty() ? builtIn() : Path.of(given);
    }

    /** Unpacked once for all tests. */
    private static Path builtIn() {
        try {
            BuiltInReference unpacked = BuiltInReference.unpack();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(unpacked)));
            return unpacked.folder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(BuiltInReference unpacked) {
        try {
            unpacked.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
