package hangolo.models.weights;

import java.nio.file.Path;

/** A weight file cannot be read or written. The message names the file, what is wrong in it, and what to do. */
public final class WeightFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An error about one file.
     *
     * @param file the file that is at fault
     * @param problem what was expected and found, and what to do
     */
    public WeightFileException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /**
     * An error about one file, caused by the operating system.
     *
     * @param file the file that is at fault
     * @param problem what failed, and what to do
     * @param cause the failure below
     */
    public WeightFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
