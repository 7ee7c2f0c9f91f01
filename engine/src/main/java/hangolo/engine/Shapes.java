package hangolo.engine;

/** Shape checks of operations; an error names the operation and both shapes. */
public final class Shapes {

    private Shapes() {}

    /** Checks {@code a} and {@code b} for the same rows and columns. */
    public static void same(String operation, Tensor a, Tensor b) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw mismatch(operation, a.shape(), b.shape());
        }
    }

    /** Checks that {@code x} has that many columns. */
    public static void columns(String operation, Tensor x, int columns) {
        if (x.columns() != columns) {
            throw mismatch(operation, columns + " columns", x.shape());
        }
    }

    /** Checks that {@code x} has that many rows. */
    public static void rows(String operation, Tensor x, int rows) {
        if (x.rows() != rows) {
            throw mismatch(operation, rows + " rows", x.shape());
        }
    }

    /** Checks for a vector [1, columns]. */
    public static void vector(String operation, Tensor x, int columns) {
        if (x.rows() != 1 || x.columns() != columns) {
            throw mismatch(operation, "[1, " + columns + "]", x.shape());
        }
    }

    /** Checks that {@code [from, to)} lies inside {@code [0, limit)}. */
    public static void range(String operation, int from, int to, int limit) {
        if (from < 0 || to < from || to > limit) {
            throw mismatch(operation, "a range inside 0.." + limit, from + ".." + to);
        }
    }

    private static IllegalArgumentException mismatch(String operation, String expected, String found) {
        return new IllegalArgumentException(operation + ": expected " + expected + ", found " + found);
    }
}
