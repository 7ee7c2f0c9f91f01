package hangolo.engine.cuda;

import java.util.ArrayList;
import java.util.List;

/** The card's memory for one pass: handed out in order, taken back all at once, kept for the next pass. */
final class Arena implements AutoCloseable {

    /** Every piece begins at a multiple of it: what products and wide loads like best. */
    static final int ALIGNMENT = 256;

    private static final long PAGE = 32L << 20;

    /** Some of the memory, filled from its begin. */
    private static final class Page {

        private final long address;
        private final long bytes;
        private long used;

        Page(long address, long bytes) {
            this.address = address;
            this.bytes = bytes;
        }
    }

    private final Device device;
    private final List<Page> pages = new ArrayList<>();
    private int page;
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

    /** The address of a piece that holds anything. */
    long take(long bytes) {
        long size = padded(Math.max(1, bytes));
        while (page < pages.size() && pages.get(page).bytes - pages.get(page).used < size) {
            page++;
        }
        if (page == pages.size()) {
            add(Math.max(PAGE, size));
        }
        Page current = pages.get(page);
        long address = current.address + current.used;
        current.used += size;
        used += size;
        peak = Math.max(peak, used);
        return address;
    }

    private void add(long bytes) {
        pages.add(new Page(device.allocate(bytes), bytes));
    }

    /** The place of the next piece, for {@link #release}: pages in the upper bits, units of the alignment in the lower. */
    long mark() {
        return ((long) page << Integer.SIZE) | (page == pages.size() ? 0 : pages.get(page).used / ALIGNMENT);
    }

    void release(long mark) {
        page = (int) (mark >>> Integer.SIZE);
        for (int i = page; i < pages.size(); i++) {
            Page later = pages.get(i);
            used -= later.used;
            later.used = i == page ? (mark & 0xffffffffL) * ALIGNMENT : 0;
            used += later.used;
        }
    }

    /** Takes everything back. What was put together of pages is one piece from now on, so that no ends of pages are left over. */
    void reset() {
        release(0);
        if (pages.size() > 1) {
            close();
            add(rounded(peak, PAGE));
        }
    }

    /** Bytes that were in use at the most. */
    long peak() {
        return peak;
    }

    @Override
    public void close() {
        release(0);
        pages.forEach(p -> device.free(p.address));
        pages.clear();
    }
}
