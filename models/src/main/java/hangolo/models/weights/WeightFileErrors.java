package hangolo.models.weights;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The exceptions about one file, worded so that each ends with something to do. */
public record WeightFileErrors(Path file) {
    private static final int LONGEST = 400;

    /** The bytes contradict the format. */
    public WeightFileException damaged(String what) {
        return new WeightFileException(
                file,
                shown(what) + ". The file is damaged or incomplete: copy or download it again and compare its size.");
    }

    /** The file is something this program does not read. */
    public WeightFileException unsupported(String what) {
        return new WeightFileException(file, shown(what));
    }

    /** The pickle wants to call something that has no business in a weight file. */
    public WeightFileException refused(String callable) {
        return new WeightFileException(
                file,
                "refused: the file asks Python to call \"" + shown(callable)
                        + "\", which no weight file needs and which can harm a computer. Nothing was executed."
                        + " Get the file again from a source that you trust.");
    }

    /** The operating system failed below us. */
    public WeightFileException failed(String doing, IOException cause) {
        return new WeightFileException(file, doing + " failed (" + cause + ")", cause);
    }

    /** The file could not be written; a file of that name is as before. */
    public WeightFileException notWritten(IOException cause) {
        String why = cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
        return new WeightFileException(file, why, cause);
    }

    /** Names come from the file: no control characters on a terminal, no endless lines. */
    private static String shown(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
