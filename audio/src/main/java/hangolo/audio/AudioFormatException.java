package hangolo.audio;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A sound file that cannot be used. The message is for people: which file, what is wrong with it, what to do about it.
 */
public final class AudioFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    AudioFormatException(Path file, String problem) {
        super(file + ": " + problem);
        this.file = file;
    }

    AudioFormatException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file;
    }

    /** The file that could not be used. */
    public Path file() {
        return file;
    }
}
