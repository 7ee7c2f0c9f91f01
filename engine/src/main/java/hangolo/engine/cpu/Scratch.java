package hangolo.engine.cpu;

import java.util.Optional;
import org.bytedeco.javacpp.Pointer;

/** Scratch memory of one thread: rows on the Java heap, matrices outside of it, and pointers for library calls. */
final class Scratch implements AutoCloseable {

    private static final int SLOTS = 6;

    final ReusablePointer a = new ReusablePointer();
    final ReusablePointer b = new ReusablePointer();
    final ReusablePointer c = new ReusablePointer();

    private final MemoryBlock[] matrices = new MemoryBlock[SLOTS];
    private Optional<Primitives> primitives = Optional.empty();
    private final int[][] integers = new int[2][0];
    private final float[][] rows = new float[SLOTS][0];

    /** The oneDNN primitives of this thread. */
    Primitives primitives() {
        if (primitives.isEmpty()) {
            OneDnn.oneThread();
            primitives = Optional.of(new Primitives());
        }
        return primitives.get();
    }

    /** A row of at least that many values, uninitialised. */
    float[] row(int slot, int length) {
        if (rows[slot].length < length) {
            rows[slot] = new float[Integer.highestOneBit(Math.max(16, length - 1)) * 2];
        }
        return rows[slot];
    }

    /** At least that many integers, uninitialised. */
    int[] integers(int slot, int length) {
        if (integers[slot].length < length) {
            integers[slot] = new int[Integer.highestOneBit(Math.max(16, length - 1)) * 2];
        }
        return integers[slot];
    }

    /** A matrix outside the heap, uninitialised. */
    CpuTensor matrix(int slot, int height, int width) {
        int count = Math.multiplyExact(height, width);
        if (matrices[slot] == null || matrices[slot].capacity() < count) {
            if (matrices[slot] != null) {
                matrices[slot].close();
            }
            matrices[slot] = new MemoryBlock(count + count / 2);
        }
        return new CpuTensor(matrices[slot], 0, height, width, false);
    }

    /** Copies that many values from one address to another. */
    void copy(long from, long to, int values) {
        Pointer.memcpy(a.at(to), b.at(from), (long) values * Float.BYTES);
    }

    @Override
    public void close() {
        for (MemoryBlock block : matrices) {
            if (block != null) {
                block.close();
            }
        }
        primitives.ifPresent(Primitives::close);
    }
}
