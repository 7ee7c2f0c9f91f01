package hangolo.engine.cuda;

import java.util.ArrayList;
import java.util.List;

/** Bump allocator for the GPU memory of a pass: allocated in order, freed all at once, reused by the next pass. */
final class Arena implements AutoCloseable {

    /** Every allocation starts at a multiple of it, for matrix multiplications and wide loads. */
    static final int ALIGNMENT = 256;

    private static final long BLOCK = 32L << 20;

    /** A block of memory, filled from its start. */
    private static final class Block {

        private final long address;
        private final long bytes;
        private long used;

        Block(long address, long bytes) {
            this.address = address;
            this.bytes = bytes;
        }
    }

    private final Device device;
    private final List<Block> blocks = new ArrayList<>();
    private int block;
    private long used;
    private long peak;

    Arena(Device device) {
        this.device = device;
    }

    static long padded(long bytes) {
        return rounded(bytes, ALIGNMENT);
    }

    private static long rounded(long bytes, long unit) {
        return (bytes + unit - 1) / unit * unit;
    }

    /** Allocates uninitialised memory; its address. */
    long allocate(long bytes) {
        long size = padded(Math.max(1, bytes));
        while (block < blocks.size() && blocks.get(block).bytes - blocks.get(block).used < size) {
            block++;
        }
        if (block == blocks.size()) {
            add(Math.max(BLOCK, size));
        }
        Block current = blocks.get(block);
        long address = current.address + current.used;
        current.used += size;
        used += size;
        peak = Math.max(peak, used);
        return address;
    }

    private void add(long bytes) {
        blocks.add(new Block(device.allocate(bytes), bytes));
    }

    /** The position of the next allocation, for {@link #release}: block in the upper bits, units of the alignment in the lower. */
    long mark() {
        return ((long) block << Integer.SIZE) | (block == blocks.size() ? 0 : blocks.get(block).used / ALIGNMENT);
    }

    void release(long mark) {
        block = (int) (mark >>> Integer.SIZE);
        for (int i = block; i < blocks.size(); i++) {
            Block later = blocks.get(i);
            used -= later.used;
            later.used = i == block ? (mark & 0xffffffffL) * ALIGNMENT : 0;
            used += later.used;
        }
    }

    /** Frees everything. Several blocks are replaced by a single one, so that no memory is wasted at their ends. */
    void reset() {
        release(0);
        if (blocks.size() > 1) {
            close();
            add(rounded(peak, BLOCK));
        }
    }

    /** Bytes in use at the peak. */
    long peak() {
        return peak;
    }

    @Override
    public void close() {
        release(0);
        blocks.forEach(p -> device.free(p.address));
        blocks.clear();
    }
}
