package hangolo.engine;

/**
 * A matrix of 32-bit numbers that lives in the memory of a {@link Backend}.
 *
 * <p>Only a handle: the values are reached through {@link Pass#read} and {@link ParameterStore}, so that a network
 * written against {@link Ops} can run eagerly or be traced into a graph. A tensor made during a {@link Pass} is valid
 * until that pass is closed.
 */
public interface Tensor {

    /** Number of rows: packed positions in time, or 1 for a vector. */
    int rows();

    /** Number of columns: the width. */
    int columns();

    /** Number of values. */
    default int count() {
        return rows() * columns();
    }

    /** The shape as people read it, for error messages: {@code [rows, columns]}. */
    default String shape() {
        return "[" + rows() + ", " + columns() + "]";
    }
}
