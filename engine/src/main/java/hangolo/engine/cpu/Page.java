package hangolo.engine.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A contiguous piece of memory outside the Java heap; its first value begins a cache line. */
final class Page implements AutoCloseable {

    /** Values in a cache line. Vectors of the processor that lie across two of them cost double. */
    static final int LINE = 64 / Float.BYTES;

    /** Values beyond the last: a line, since sweeps of oneDNN may go so far, and one to begin with a whole line. */
    private static final int MARGIN = 2 * LINE;

    /** The largest piece a Java buffer can show: just under 2 GiB. */
    static final int LIMIT = Integer.MAX_VALUE / Float.BYTES - MARGIN;

    private final Runnable release;
    private final FloatBuffer values;
    private final IntBuffer bits;
    private final long address;
    private final int capacity;

    /** Memory for that many values, not initialised. */
    Page(int capacity) {
        this(Nd4j.createUninitialized(DataType.FLOAT, held(capacity)), capacity);
    }

    private Page(INDArray array, int capacity) {
        this((FloatPointer) array.data().pointer(), capacity, array::close);
    }

    private Page(FloatPointer pointer, int capacity, Runnable release) {
        this.release = release;
        ByteBuffer all = pointer.asByteBuffer().order(ByteOrder.nativeOrder());
        int skipped = Math.floorMod(-pointer.address() / Float.BYTES, LINE);
        this.values = all.asFloatBuffer().position(skipped).slice();
        this.bits = all.asIntBuffer().position(skipped).slice();
        this.address = pointer.address() + (long) skipped * Float.BYTES;
        this.capacity = capacity;
    }

    /** Memory for that many zeros. Most systems provide a large one piece by piece, when it is first touched. */
    static Page zeros(int capacity) {
        int held = held(capacity);
        Pointer memory = Pointer.calloc(held, Float.BYTES);
        if (memory == null) {
            throw new OutOfMemoryError("the system has no " + (long) held * Float.BYTES + " bytes of memory");
        }
        FloatPointer floats = new FloatPointer(memory);
        floats.position(0).limit(held).capacity(held);
        return new Page(floats, capacity, () -> Pointer.free(memory));
    }

    private static int held(int capacity) {
        if (capacity < 0 || capacity > LIMIT) {
            throw new IllegalArgumentException("one piece of memory holds at most " + LIMIT + " values, asked for "
                    + capacity + ".\nMaybe use a smaller batch, or MEMORY: low.");
        }
        return capacity + MARGIN;
    }

    int capacity() {
        return capacity;
    }

    long address(int offset) {
        return address + (long) offset * Float.BYTES;
    }

    void get(int offset, float[] target, int from, int length) {
        values.get(offset, target, from, length);
    }

    void put(int offset, float[] source, int from, int length) {
        values.put(offset, source, from, length);
    }

    /** Puts values that are given as their bits. */
    void putBits(int offset, int[] source, int length) {
        bits.put(offset, source, 0, length);
    }

    float get(int offset) {
        return values.get(offset);
    }

    void put(int offset, float value) {
        values.put(offset, value);
    }

    void zero(int offset, int length) {
        Pointer.memset(new Cursor().at(address(offset)), 0, (long) length * Float.BYTES);
    }

    @Override
    public void close() {
        release.run();
    }
}
