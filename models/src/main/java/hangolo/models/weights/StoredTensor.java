package hangolo.models.weights;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/**
 * A tensor in an open weight file: its shape and type are known, its values are read on request.
 *
 * <p>Values come in row-major logical order, whatever the strides in the file are. Concurrent reads are safe; they fail
 * with {@link WeightFileException} once the {@link hangolo.models.weights.file.WeightFile} was closed. Two tensors are equal only if they are the same object.
 */
public final class StoredTensor {
    private static final int CHUNK_BYTES = 1 << 18;
    /** An expanded view (stride 0) may be larger than its storage, but not without limit. */
    private static final long MOST_EXPANDED_ELEMENTS = 1 << 22;

    private final String name;
    private final Dtype dtype;
    private final TensorLayout layout;
    private final Storage storage;
    private final WeightFileErrors errors;
    private SoftReference<byte[]> extent = new SoftReference<>(null);

    private StoredTensor(String name, Dtype dtype, TensorLayout layout, Storage storage, WeightFileErrors errors) {
        this.name = name;
        this.dtype = dtype;
        this.layout = layout;
        this.storage = storage;
        this.errors = errors;
    }

    /** Makes a tensor after checking that every element lies inside its storage. */
    public static StoredTensor checked(
            String name, Dtype dtype, TensorLayout layout, Storage storage, WeightFileErrors errors) {
        long elements = storage.byteLength() / dtype.bytes();
        if (layout.end() > elements) {
            throw errors.damaged("a tensor of shape " + Arrays.toString(layout.shape()) + " needs " + layout.end()
                    + " elements, but its storage " + storage.key() + " holds " + elements);
        }
        if (layout.count() > Math.max(elements, MOST_EXPANDED_ELEMENTS)) {
            throw errors.damaged("a tensor of shape " + Arrays.toString(layout.shape()) + " repeats a storage of only "
                    + elements + " elements");
        }
        return new StoredTensor(name, dtype, layout, storage, errors);
    }

    /** The same tensor under another name. */
    public StoredTensor named(String newName) {
        return new StoredTensor(newName, dtype, layout, storage, errors);
    }

    /** The name in the file's state dict; empty for a bare tensor. */
    public String name() {
        return name;
    }

    /** The element type in the file. */
    public Dtype dtype() {
        return dtype;
    }

    /** The dimensions; empty for a scalar. A copy. */
    public long[] shape() {
        return layout.shape().clone();
    }

    /** How many elements it has. */
    public long count() {
        return layout.count();
    }

    /** The size of its elements in bytes (count times element size, not what a shared storage takes). */
    public long bytes() {
        return layout.count() * dtype.bytes();
    }

    /**
     * Reads a run of values, converted to float from any real or integer type.
     *
     * @param offset first element, counted in row-major logical order
     * @param target receives the values
     * @param targetOffset first index of the target
     * @param length how many values
     * @throws WeightFileException if the file cannot be read or the type is complex
     */
    public void readFloats(long offset, float[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(offset, length, layout.count());
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        requireReal();
        int[] at = {targetOffset};
        chunks(offset, length, (chunk, count) -> {
            ElementCodec.toFloats(dtype, chunk, target, at[0], count);
            at[0] += count;
        });
    }

    /** Receives values in row-major order, each piece behind the one before. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a piece.
         *
         * @param offset number of its first value
         * @param values holds them from index 0 on; used again after the call
         * @param length how many
         */
        void accept(long offset, float[] values, int length);
    }

    /**
     * Reads all values in small pieces, converted as {@link #readFloats} does. The check sum that a zip file keeps is compared if
     * the tensor shares its storage with no other.
     *
     * @throws WeightFileException if the file cannot be read, the check sum is wrong or the type is complex
     */
    public void readAll(Sink sink) {
        requireReal();
        OptionalInt sum = isWholeStorage() ? storage.sum() : OptionalInt.empty();
        CRC32 crc = new CRC32();
        float[] values = new float[(int) Math.min(layout.count(), CHUNK_BYTES / dtype.bytes())];
        long[] at = {0};
        chunks(0, layout.count(), (chunk, count) -> {
            if (sum.isPresent()) {
                crc.update(chunk.duplicate());
            }
            ElementCodec.toFloats(dtype, chunk, values, 0, count);
            sink.accept(at[0], values, count);
            at[0] += count;
        });
        if (sum.isPresent() && sum.getAsInt() != (int) crc.getValue()) {
            throw errors.damaged("the check sum of tensor " + name + " is wrong");
        }
    }

    private boolean isWholeStorage() {
        return layout.isContiguous() && layout.offset() == 0 && bytes() == storage.byteLength();
    }

    /** All values as floats, read as {@link #readAll} does; for tensors of less than 2^31 elements. */
    public float[] floats() {
        float[] values = new float[arrayLength()];
        readAll((offset, piece, length) -> System.arraycopy(piece, 0, values, (int) offset, length));
        return values;
    }

    /** All values as integers, exact for every integer type; fractions are cut off. */
    public long[] longs() {
        requireReal();
        long[] values = new long[arrayLength()];
        int[] at = {0};
        chunks(0, values.length, (chunk, count) -> {
            ElementCodec.toLongs(dtype, chunk, values, at[0], count);
            at[0] += count;
        });
        return values;
    }

    /** All values as doubles, exact for every type of at most 53 bits. */
    public double[] doubles() {
        requireReal();
        double[] values = new double[arrayLength()];
        int[] at = {0};
        chunks(0, values.length, (chunk, count) -> {
            for (int i = 0; i < count; i++) {
                values[at[0]++] = ElementCodec.nextDouble(dtype, chunk);
            }
        });
        return values;
    }

    /** Appends raw elements in logical order to the target, in the target's byte order. */
    public void readElements(long offset, int length, ByteBuffer target) {
        Objects.checkFromIndexSize(offset, length, layout.count());
        chunks(offset, length, (chunk, count) -> {
            if (chunk.order() == target.order() || dtype.bytes() == 1) {
                target.put(chunk);
            } else {
                swap(chunk, target);
            }
        });
    }

    private void swap(ByteBuffer chunk, ByteBuffer target) {
        int part = dtype == Dtype.COMPLEX64 ? 4 : Math.min(dtype.bytes(), 8);
        while (chunk.hasRemaining()) {
            switch (part) {
                case 8 -> target.putLong(chunk.getLong());
                case 4 -> target.putInt(chunk.getInt());
                default -> target.putShort(chunk.getShort());
            }
        }
    }

    private void requireReal() {
        if (dtype == Dtype.COMPLEX64 || dtype == Dtype.COMPLEX128) {
            throw errors.unsupported("tensor " + name + " has complex values, which XTTS weights never have");
        }
    }

    private int arrayLength() {
        if (layout.count() > Integer.MAX_VALUE - 16) {
            throw errors.unsupported("tensor " + name + " has " + layout.count()
                    + " elements, too many for one array; read it in chunks");
        }
        return (int) layout.count();
    }

    private interface ChunkReader {
        void accept(ByteBuffer chunk, int count);
    }

    private void chunks(long offset, long length, ChunkReader reader) {
        int perChunk = (int) Math.max(1, Math.min(length, CHUNK_BYTES / dtype.bytes()));
        ByteBuffer chunk = ByteBuffer.allocate(perChunk * dtype.bytes()).order(storage.order());
        try {
            for (long done = 0; done < length; ) {
                int count = (int) Math.min(perChunk, length - done);
                chunk.clear().limit(count * dtype.bytes());
                fill(offset + done, chunk);
                reader.accept(chunk.flip(), count);
                done += count;
            }
        } catch (IOException e) {
            throw errors.failed("reading tensor " + name, e);
        }
    }

    private void fill(long offset, ByteBuffer chunk) throws IOException {
        if (layout.isContiguous()) {
            storage.read((layout.offset() + offset) * dtype.bytes(), chunk);
        } else {
            layout.gather(wholeExtent(), dtype.bytes(), offset, chunk);
        }
    }

    /** A strided view jumps about, so the part of the storage that it touches is held, as long as memory is not scarce. */
    private synchronized byte[] wholeExtent() throws IOException {
        byte[] held = extent.get();
        if (held == null) {
            long bytes = (layout.end() - layout.offset()) * dtype.bytes();
            if (bytes > Integer.MAX_VALUE - 16) {
                throw errors.unsupported(
                        "tensor " + name + " is a strided view of more than 2 GB; save it with .contiguous() first");
            }
            held = new byte[(int) bytes];
            storage.read(layout.offset() * dtype.bytes(), ByteBuffer.wrap(held));
            extent = new SoftReference<>(held);
        }
        return held;
    }

    @Override
    public String toString() {
        return name + " " + dtype.torchName() + Arrays.toString(layout.shape());
    }
}
