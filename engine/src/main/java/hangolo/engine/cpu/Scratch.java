package hangolo.engine.cpu;

import java.util.Optional;
import org.bytedeco.javacpp.Pointer;

/** Working memory of one thread: some rows in the Java heap, some matrices outside of it, and pointers for products. */
final class Scratch implements AutoCloseable {

    private static final int SLOTS = 6;

    final ReusablePointer a = new ReusablePointer();
    final ReusablePointer b = new ReusablePointer();
    final ReusablePointer c = new ReusablePointer();

    private final MemoryBlock[] matrices = new MemoryBlock[SLOTS];
    private Optional<Primitives> primitives = Optional.empty();
    private final int[][] integers = new int[2][0];
    private final float[][] rows = new float[SLOTS][0];

    /** The operations of oneDNN. */
    Primitives primitives() {
        if (primitives.isEmpty()) {
            OneDnn.oneThread();
            primitives = Optional.of(new Primitives());
        }
        return primitives.get();
    }

    /** A row of at least that many values; its content is whatever was left there. */
    float[] row(int slot, int length) {
        if (rows[slot].length < length) {
            rows[slot] = new float[Integer.highestOneBit(Math.max(16, length - 1)) * 2];
        }
        return rows[slot];
    }

    /** Whole numbers; their content is whatever was left there. */
    int[] integers(int slot, int length) {
        if (integers[slot].length < length) {
            integers[slot] = new int[Integer.highestOneBit(Math.max(16, length - 1)) * 2];
        }
        return integers[slot];
    }

    /** A matrix outside the heap; its content is whatever was left there. */
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
        for (MemoryBlock page : matrices) {
            if (page != null) {
                page.close();
            }
        }
        primitives.ifPresent(Primitives::close);
    }
}
