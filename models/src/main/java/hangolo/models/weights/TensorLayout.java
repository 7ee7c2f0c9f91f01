package hangolo.models.weights;

import java.nio.ByteBuffer;

/**
 * Where a tensor's elements lie in its storage; all figures count elements.
 *
 * @param offset the first element
 * @param shape the dimensions
 * @param strides the distance between neighbours along each dimension, never negative
 * @param count the number of elements
 * @param end one behind the last element touched, or 0 for an empty tensor
 */
public record TensorLayout(long offset, long[] shape, long[] strides, long count, long end) {
    public static final int MOST_DIMENSIONS = 64;
    private static final long FARTHEST_ELEMENT = 1L << 58;

    /**
     * Checks the figures and computes count and end.
     *
     * @throws IllegalArgumentException with the reason, if they are negative, overflow or contradict each other
     */
    public static TensorLayout of(long offset, long[] shape, long[] strides) {
        if (shape.length != strides.length || shape.length > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "a tensor has " + shape.length + " dimensions and " + strides.length + " strides");
        }
        if (offset < 0 || offset > FARTHEST_ELEMENT) {
            throw new IllegalArgumentException("a tensor starts at the impossible element " + offset);
        }
        long count = 1;
        long last = offset;
        try {
            for (int d = 0; d < shape.length; d++) {
                if (shape[d] < 0 || strides[d] < 0) {
                    throw new IllegalArgumentException("a tensor has a negative size");
                }
                count = Math.multiplyExact(count, shape[d]);
                if (shape[d] > 0) {
                    last = Math.addExact(last, Math.multiplyExact(shape[d] - 1, strides[d]));
                }
            }
            Math.multiplyExact(Math.max(count, Math.addExact(last, 1)), 16);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the size of a tensor overflows", e);
        }
        return new TensorLayout(offset, shape, strides, count, count == 0 ? 0 : last + 1);
    }

    /** A dense row-major tensor at the start of its storage. */
    public static TensorLayout dense(long... shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = step;
            if (shape[d] > 0 && step > Long.MAX_VALUE / shape[d]) {
                throw new IllegalArgumentException("the size of a tensor overflows");
            }
            step *= Math.max(1, shape[d]);
        }
        return of(0, shape, strides);
    }

    /** True if logical order is storage order without gaps. */
    boolean isContiguous() {
        long expected = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            if (shape[d] != 1 && strides[d] != expected && count > 0) {
                return false;
            }
            expected *= shape[d];
        }
        return true;
    }

    /** Fills the target with elements in logical order from {@code first} on; {@code extent} begins at {@link #offset}. */
    void gather(byte[] extent, int elementBytes, long first, ByteBuffer target) {
        long[] index = new long[shape.length];
        long place = 0;
        long rest = first;
        for (int d = shape.length - 1; d >= 0; d--) {
            index[d] = rest % shape[d];
            rest /= shape[d];
            place += index[d] * strides[d];
        }
        while (true) {
            target.put(extent, (int) (place * elementBytes), elementBytes);
            if (!target.hasRemaining()) {
                return;
            }
            int d = shape.length - 1;
            while (++index[d] == shape[d]) {
                place -= (shape[d] - 1) * strides[d];
                index[d--] = 0;
            }
            place += strides[d];
        }
    }
}
