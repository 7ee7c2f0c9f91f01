package hangolo.engine.cpu;

import hangolo.engine.Tensor;

/** Rows in a page. A tracked tensor gets a gradient of the same shape when it is first asked for. */
final class CpuTensor implements Tensor {

    final Page page;
    final int offset;
    private final int rows;
    private final int columns;
    private final boolean tracked;
    private CpuTensor gradient;
    private Halves halves = Halves.NONE;

    CpuTensor(Page page, int offset, int rows, int columns, boolean tracked) {
        this.page = page;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.tracked = tracked;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    boolean tracked() {
        return tracked;
    }

    boolean hasGradient() {
        return gradient != null;
    }

    CpuTensor gradient() {
        return gradient;
    }

    void gradient(CpuTensor place) {
        gradient = place;
    }

    /** The same values rounded to bfloat16. */
    Halves halves() {
        return halves;
    }

    void halves(Halves place) {
        halves = place;
    }

    int at(int row) {
        return offset + row * columns;
    }

    long address() {
        return page.address(offset);
    }

    /** Address of the value with that number. */
    long address(int value) {
        return page.address(offset + value);
    }

    void row(int row, float[] target) {
        page.get(at(row), target, 0, columns);
    }

    void setRow(int row, float[] source) {
        page.put(at(row), source, 0, columns);
    }
}
