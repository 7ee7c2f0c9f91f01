package hangolo.engine.cpu;

import java.util.ArrayList;
import java.util.List;

/** Memory for the tensors of one pass: handed out in order, taken back all at once, kept for the next pass. */
final class Arena implements AutoCloseable {

    private static final int PAGE = 1 << 22;
    private static final int ALIGNMENT = 16;

    private final List<Page> pages = new ArrayList<>();
    private int page;
    private int used;

    CpuTensor allocate(int rows, int columns, boolean tracked) {
        int count = Math.multiplyExact(rows, columns);
        int padded = Math.addExact(count, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        while (page < pages.size() && pages.get(page).capacity() - used < padded) {
            page++;
            used = 0;
        }
        if (page == pages.size()) {
            pages.add(new Page(Math.max(PAGE, padded)));
        }
        CpuTensor tensor = new CpuTensor(pages.get(page), used, rows, columns, tracked);
        used += padded;
        return tensor;
    }

    long mark() {
        return ((long) page << 32) | used;
    }

    void release(long mark) {
        page = (int) (mark >>> 32);
        used = (int) mark;
    }

    void reset() {
        release(0);
    }

    /** Bytes held, whether in use or not. */
    long bytes() {
        return pages.stream().mapToLong(p -> (long) p.capacity() * Float.BYTES).sum();
    }

    @Override
    public void close() {
        pages.forEach(Page::close);
        pages.clear();
        reset();
    }
}
