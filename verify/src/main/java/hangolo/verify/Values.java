package hangolo.verify;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Numbers of either side of a comparison, in C order.
 *
 * @param shape sizes of the axes of the whole array; empty for a scalar
 * @param numbers the entries; integers beyond 2⁵³ are refused by whoever reads them
 * @param every 1, or in a sample of the array the distance of its entries in the array
 */
public record Values(int[] shape, double[] numbers, int every) {

    /** A whole array. */
    Values(int[] shape, double... numbers) {
        this(shape, numbers, 1);
    }

    /** One axis. */
    static Values of(float... values) {
        double[] numbers = new double[values.length];
        Arrays.setAll(numbers, i -> values[i]);
        return new Values(new int[] {numbers.length}, numbers);
    }

    /** One axis. */
    static Values of(int... values) {
        return new Values(
                new int[] {values.length},
                Arrays.stream(values).asDoubleStream().toArray());
    }

    /** One axis. */
    static Values of(double... values) {
        return new Values(new int[] {values.length}, values);
    }

    /** Other numbers in the same shape. */
    Values with(float... values) {
        return new Values(shape, of(values).numbers(), every);
    }

    /** The entries that a sample of the array has: the first one and every n-th after it. */
    Values sample(int distance) {
        double[] sample = new double[(numbers.length + distance - 1) / distance];
        Arrays.setAll(sample, i -> numbers[i * distance]);
        return new Values(shape, sample, distance);
    }

    /** How many numbers there are. */
    public int count() {
        return numbers.length;
    }

    /** The size of an axis, counted from the last one: 0 is the innermost. */
    int fromLast(int axis) {
        return axis < shape.length ? shape[shape.length - 1 - axis] : 1;
    }

    /** The numbers as floats. */
    public float[] floats() {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    /** The numbers, rounded to integers. */
    public int[] ints() {
        return Arrays.stream(numbers)
                .mapToInt(x -> Math.toIntExact(Math.round(x)))
                .toArray();
    }

    /** Entries {@code index · size} to {@code (index + 1) · size}: one part along the first axis. */
    Values part(int index) {
        int size = numbers.length / shape[0];
        int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
        return new Values(rest, Arrays.copyOfRange(numbers, index * size, (index + 1) * size));
    }

    /** The place of an entry as {@code [1, 0, 17]}. */
    String place(int index) {
        int[] place = new int[shape.length];
        int rest = index * every;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            place[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.stream(place).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
