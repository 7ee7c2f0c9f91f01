package hangolo.engine.cuda;

import java.util.ArrayList;
import java.util.List;

/** The card's memory for one pass: handed out in order, taken back all at once, kept for the next pass. */
final class Arena implements AutoCloseable {

    /** Every piece begins at a multiple of it: what products and wide loads like best. */
    static final int ALIGNMENT = 256;

    private static final long PAGE = 32L << 20;

    private record Page(long address, long bytes) {}

    private final Device device;
    private final List<Page> pages = new ArrayList<>();
    private int page;
    private long used;
    private long before;
    private long peak;

    Arena(Device device) {
        this.device = device;
    }

    static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** The address of a piece that holds anything. */
    long take(long bytes) {
        long size = padded(Math.max(1, bytes));
        while (page < pages.size() && pages.get(page).bytes() - used < size) {
            before += pages.get(page).bytes();
            page++;
            used = 0;
        }
        if (page == pages.size()) {
            long fresh = Math.max(PAGE, size);
            pages.add(new Page(device.allocate(fresh), fresh));
        }
        long address = pages.get(page).address() + used;
        used += size;
        peak = Math.max(peak, before + used);
        return address;
    }

    /** The place of the next piece, for {@link #release}: pages in the upper bits, units of the alignment in the lower. */
    long mark() {
        return ((long) page << Integer.SIZE) | used / ALIGNMENT;
    }

    void release(long mark) {
        page = (int) (mark >>> Integer.SIZE);
        used = (mark & 0xffffffffL) * ALIGNMENT;
        before = pages.stream().limit(page).mapToLong(Page::bytes).sum();
    }

    /** Bytes that were in use at the most, the unused ends of pages included. */
    long peak() {
        return peak;
    }

    /** Bytes held, whether in use or not. */
    long bytes() {
        return pages.stream().mapToLong(Page::bytes).sum();
    }

    @Override
    public void close() {
        pages.forEach(p -> device.free(p.address()));
        pages.clear();
        release(0);
    }
}
