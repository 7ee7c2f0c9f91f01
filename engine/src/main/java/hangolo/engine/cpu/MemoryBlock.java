package hangolo.engine.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A contiguous block of memory outside the Java heap, aligned to a cache line. */
final class MemoryBlock implements AutoCloseable {

    /** Values in a cache line. Vector loads across two of them cost double. */
    static final int LINE = 64 / Float.BYTES;

    /** Padding: a line after the last value, since oneDNN primitives may overrun so far, and one for the alignment. */
    private static final int MARGIN = 2 * LINE;

    /** The capacity of a Java buffer: just under 2 GiB. */
    static final int LIMIT = Integer.MAX_VALUE / Float.BYTES - MARGIN;

    private final Pointer memory;
    private final FloatBuffer values;
    private final IntBuffer bits;
    private final long address;
    private final int capacity;

    /** Zeroed memory. Most systems commit it lazily, when it is first touched. */
    MemoryBlock(int capacity) {
        int held = held(capacity);
        this.memory = Pointer.calloc(held, Float.BYTES);
        if (memory == null) {
            throw new OutOfMemoryError("the system has no " + (long) held * Float.BYTES + " bytes of memory");
        }
        ByteBuffer all = bytes(held).order(ByteOrder.nativeOrder());
        int skipped = Math.floorMod(-memory.address() / Float.BYTES, LINE);
        this.values = all.asFloatBuffer().position(skipped).slice();
        this.bits = all.asIntBuffer().position(skipped).slice();
        this.address = memory.address() + (long) skipped * Float.BYTES;
        this.capacity = capacity;
    }

    private ByteBuffer bytes(int held) {
        FloatPointer floats = new FloatPointer(memory);
        return floats.position(0).limit(held).capacity(held).asByteBuffer();
    }

    private static int held(int capacity) {
        if (capacity < 0 || capacity > LIMIT) {
            throw new IllegalArgumentException("one block of memory holds at most " + LIMIT + " values, asked for "
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

    /** Writes values given as their bits. */
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
        Pointer.memset(new ReusablePointer().at(address(offset)), 0, (long) length * Float.BYTES);
    }

    @Override
    public void close() {
        Pointer.free(memory);
    }
}
