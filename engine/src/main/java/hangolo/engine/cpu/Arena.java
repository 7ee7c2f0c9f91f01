package hangolo.engine.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory for the tensors of one pass: handed out in order, taken back all at once, kept for the next pass. A tensor that is
 * given back before is used again for the next one of its size.
 */
final class Arena implements AutoCloseable {

    /** Values of a page, 128 MiB: the end of a page that is too short for a tensor stays empty, and what nobody touches takes no memory. */
    private static final int PAGE = 1 << 25;

    /** A piece that was given back. */
    private record Piece(MemoryBlock page, int offset) {}

    private final List<MemoryBlock> pages = new ArrayList<>();
    private final Map<Integer, Deque<Piece>> free = new HashMap<>();
    private int page;
    private int used;

    /** A tensor with room for {@code room} rows. */
    CpuTensor allocate(int rows, int room, int columns, boolean tracked) {
        int padded = padded(room, columns);
        Deque<Piece> fitting = free.get(padded);
        if (fitting != null && !fitting.isEmpty()) {
            Piece piece = fitting.pop();
            return new CpuTensor(piece.page, piece.offset, rows, columns, tracked);
        }
        while (page < pages.size() && pages.get(page).capacity() - used < padded) {
            page++;
            used = 0;
        }
        if (page == pages.size()) {
            pages.add(new MemoryBlock(Math.max(PAGE, padded)));
        }
        CpuTensor tensor = new CpuTensor(pages.get(page), used, rows, columns, tracked);
        used += padded;
        return tensor;
    }

    /** Takes back a tensor that was allocated with that room; its values are lost. */
    void recycle(CpuTensor tensor, int room) {
        free.computeIfAbsent(padded(room, tensor.columns()), size -> new ArrayDeque<>())
                .push(new Piece(tensor.page, tensor.offset));
    }

    private static int padded(int rows, int columns) {
        return Math.addExact(Math.multiplyExact(rows, columns), MemoryBlock.LINE - 1)
                / MemoryBlock.LINE
                * MemoryBlock.LINE;
    }

    long mark() {
        return ((long) page << 32) | used;
    }

    void release(long mark) {
        page = (int) (mark >>> 32);
        used = (int) mark;
        free.values().forEach(Deque::clear);
    }

    void reset() {
        release(0);
    }

    /** Pages held, whether in use or not. */
    int pages() {
        return pages.size();
    }

    /** Gives all but the first pages back to the system; nothing may be in use. */
    void keep(int count) {
        if (count < pages.size()) {
            List<MemoryBlock> rest = pages.subList(count, pages.size());
            rest.forEach(MemoryBlock::close);
            rest.clear();
        }
    }

    /** Bytes held, whether in use or not. */
    long bytes() {
        return pages.stream().mapToLong(p -> (long) p.capacity() * Float.BYTES).sum();
    }

    @Override
    public void close() {
        reset();
        keep(0);
    }
}
