package hangolo.engine;

import java.util.Arrays;

/**
 * Name and shape of a parameter. As a {@link Tensor} it is a matrix: a vector [n] is [1, n], a weight [a, b, c] is
 * [a, b · c].
 *
 * @param name the name in weight files, without any prefix of a trainer
 * @param shape the shape in weight files
 * @param decay whether weight decay applies (xtts-spec.md 7.4)
 */
public record ParameterSpec(String name, int[] shape, boolean decay) {

    /** Number of values. */
    public int count() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Rows of the matrix. */
    public int rows() {
        return shape.length < 2 ? 1 : shape[0];
    }

    /** Columns of the matrix. */
    public int columns() {
        return shape.length == 0 ? 1 : count() / Math.max(1, rows());
    }
}
