package hangolo.engine.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bump allocator for the tensors of a pass: allocated in order, freed all at once, reused by the next pass. Memory that is recycled
 * earlier serves the next tensor of its size.
 */
final class Arena implements AutoCloseable {

    /** Values of a block, 128 MiB. A tensor that does not fit starts a new block; untouched memory is never committed by the system. */
    private static final int BLOCK = 1 << 25;

    /** Recycled memory. */
    private record Slot(MemoryBlock block, int offset) {}

    private final List<MemoryBlock> blocks = new ArrayList<>();
    private final Map<Integer, Deque<Slot>> free = new HashMap<>();
    private int block;
    private int used;

    /** Allocates a tensor with capacity for {@code room} rows. */
    CpuTensor allocate(int rows, int room, int columns, boolean tracked) {
        int padded = padded(room, columns);
        Deque<Slot> fitting = free.get(padded);
        if (fitting != null && !fitting.isEmpty()) {
            Slot slot = fitting.pop();
            return new CpuTensor(slot.block, slot.offset, rows, columns, tracked);
        }
        while (block < blocks.size() && blocks.get(block).capacity() - used < padded) {
            block++;
            used = 0;
        }
        if (block == blocks.size()) {
            blocks.add(new MemoryBlock(Math.max(BLOCK, padded)));
        }
        CpuTensor tensor = new CpuTensor(blocks.get(block), used, rows, columns, tracked);
        used += padded;
        return tensor;
    }

    /** Recycles a tensor that was allocated with that capacity; its values are lost. */
    void recycle(CpuTensor tensor, int room) {
        free.computeIfAbsent(padded(room, tensor.columns()), size -> new ArrayDeque<>())
                .push(new Slot(tensor.block, tensor.offset));
    }

    private static int padded(int rows, int columns) {
        return Math.addExact(Math.multiplyExact(rows, columns), MemoryBlock.LINE - 1)
                / MemoryBlock.LINE
                * MemoryBlock.LINE;
    }

    long mark() {
        return ((long) block << 32) | used;
    }

    void release(long mark) {
        block = (int) (mark >>> 32);
        used = (int) mark;
        free.values().forEach(Deque::clear);
    }

    void reset() {
        release(0);
    }

    /** Blocks held, in use or not. */
    int blocks() {
        return blocks.size();
    }

    /** Returns all but the first blocks to the system; nothing may be in use. */
    void trim(int count) {
        if (count < blocks.size()) {
            List<MemoryBlock> rest = blocks.subList(count, blocks.size());
            rest.forEach(MemoryBlock::close);
            rest.clear();
        }
    }

    /** Bytes held, in use or not. */
    long bytes() {
        return blocks.stream().mapToLong(p -> (long) p.capacity() * Float.BYTES).sum();
    }

    @Override
    public void close() {
        reset();
        trim(0);
    }
}
