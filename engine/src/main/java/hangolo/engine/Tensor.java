package hangolo.engine;

/**
 * An fp32 matrix in the memory of a {@link Backend}.
 *
 * <p>Only a handle: the values are reached through {@link Pass#read} and {@link ParameterStore}, so that a network
 * written against {@link Ops} can run eagerly or be recorded into a graph. A tensor made during a {@link Pass} is valid
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

    /** The shape for error messages: {@code [rows, columns]}. */
    default String shape() {
        return "[" + rows() + ", " + columns() + "]";
    }
}
