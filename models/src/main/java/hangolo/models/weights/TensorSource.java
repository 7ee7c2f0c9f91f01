package hangolo.models.weights;

import java.nio.ByteBuffer;

/**
 * A tensor that is about to be written: its name, shape and type are known, its values are asked for in chunks while the
 * file grows, so that nothing is held twice. The chunks of a tensor are asked for in rising order by one thread; several tensors may
 * be asked at the same time.
 */
public interface TensorSource {

    /** Gives a run of values. */
    @FunctionalInterface
    interface Values {
        /**
         * Fills the front of a chunk.
         *
         * @param offset first element in row-major order
         * @param chunk receives the values from index 0 on
         * @param length how many values
         */
        void read(long offset, float[] chunk, int length);
    }

    /** The name in the state dict. */
    String name();

    /** The dimensions; empty for a scalar. */
    long[] shape();

    /** The type in the file; by default float32. */
    default Dtype dtype() {
        return Dtype.FLOAT32;
    }

    /** Fills the front of {@code chunk} with {@code length} values from element {@code offset} on (row-major). */
    void read(long offset, float[] chunk, int length);

    /**
     * Appends elements in their final bytes; by default the floats of {@link #read}, converted to {@link #dtype()}.
     *
     * @param target is little endian and has room for {@code length} elements
     */
    default void readElements(long offset, int length, ByteBuffer target) {
        float[] part = new float[Math.min(length, 1 << 15)];
        for (int done = 0; done < length; done += part.length) {
            int some = Math.min(part.length, length - done);
            read(offset + done, part, some);
            ElementCodec.fromFloats(dtype(), part, some, target);
        }
    }

    /** A float32 tensor whose values come from a function. */
    static TensorSource of(String name, long[] shape, Values values) {
        return new Sources.Streamed(name, shape, values);
    }

    /** A float32 tensor of values in memory, in row-major order; the array is not copied. */
    static TensorSource of(String name, long[] shape, float[] values) {
        Sources.requireCount(name, shape, values.length);
        return new Sources.Streamed(
                name, shape, (offset, chunk, length) -> System.arraycopy(values, (int) offset, chunk, 0, length));
    }

    /** An int64 tensor of values in memory, in row-major order; the array is not copied. */
    static TensorSource ofLongs(String name, long[] shape, long[] values) {
        Sources.requireCount(name, shape, values.length);
        return new Sources.Integers(name, shape, values);
    }

    /** A float32 scalar (no dimensions), as PyTorch keeps step counts. */
    static TensorSource scalar(float value) {
        return of("", new long[0], new float[] {value});
    }

    /** A tensor of another file, bit for bit; that file stays open until the new one is written. */
    static TensorSource copyOf(StoredTensor tensor) {
        return copyOf(tensor, tensor.name());
    }

    /** The same under another name. */
    static TensorSource copyOf(StoredTensor tensor, String name) {
        return new Sources.Copied(name, tensor);
    }
}
