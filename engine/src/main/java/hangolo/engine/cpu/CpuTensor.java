package hangolo.engine.cpu;

import hangolo.engine.Tensor;
import java.util.function.BiFunction;

/**
 * Rows in a page. A tracked tensor gets a gradient of the same shape, made and set to zero when it is first asked for.
 */
final class CpuTensor implements Tensor {

    final Page page;
    final int offset;
    private final int rows;
    private final int columns;
    private final boolean tracked;
    private CpuTensor gradient;

    CpuTensor(Page page, int offset, int rows, int columns, boolean tracked) {
        this.page = page;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.tracked = tracked;
    }

    /** A parameter, whose gradient has a fixed place. */
    static CpuTensor parameter(Page page, int offset, int rows, int columns, CpuTensor gradient) {
        CpuTensor tensor = new CpuTensor(page, offset, rows, columns, true);
        tensor.gradient = gradient;
        return tensor;
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

    CpuTensor gradient(BiFunction<Integer, Integer, CpuTensor> zeros) {
        if (gradient == null) {
            gradient = zeros.apply(rows, columns);
        }
        return gradient;
    }

    int at(int row) {
        return offset + row * columns;
    }

    long address() {
        return page.address(offset);
    }

    void row(int row, float[] target) {
        page.get(at(row), target, 0, columns);
    }

    void setRow(int row, float[] source) {
        page.put(at(row), source, 0, columns);
    }
}
