package hangolo.models.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The kinds of {@link TensorSource}. */
public final class Sources {
    private Sources() {}

    /** The number of elements, the product of the shape. */
    public static long count(TensorSource source) {
        return TensorLayout.dense(source.shape()).count();
    }

    static void requireCount(String name, long[] shape, int values) {
        if (TensorLayout.dense(shape).count() != values) {
            throw new IllegalArgumentException(
                    "tensor " + name + " of shape " + Arrays.toString(shape) + " has " + values + " values");
        }
    }

    record Streamed(String name, long[] shape, TensorSource.Values values) implements TensorSource {
        @Override
        public void read(long offset, float[] chunk, int length) {
            values.read(offset, chunk, length);
        }
    }

    record Integers(String name, long[] shape, long[] values) implements TensorSource {
        @Override
        public Dtype dtype() {
            return Dtype.INT64;
        }

        @Override
        public void read(long offset, float[] chunk, int length) {
            for (int i = 0; i < length; i++) {
                chunk[i] = values[(int) offset + i];
            }
        }

        @Override
        public void readElements(long offset, int length, ByteBuffer target) {
            for (int i = 0; i < length; i++) {
                target.putLong(values[(int) offset + i]);
            }
        }
    }

    record Copied(String name, StoredTensor tensor) implements TensorSource {
        @Override
        public long[] shape() {
            return tensor.shape();
        }

        @Override
        public Dtype dtype() {
            return tensor.dtype();
        }

        @Override
        public void read(long offset, float[] chunk, int length) {
            tensor.readFloats(offset, chunk, 0, length);
        }

        @Override
        public void readElements(long offset, int length, ByteBuffer target) {
            tensor.readElements(offset, length, target);
        }
    }
}
