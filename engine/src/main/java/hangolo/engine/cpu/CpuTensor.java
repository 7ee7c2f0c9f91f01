package hangolo.engine.cpu;

import hangolo.engine.Tensor;
import java.util.Optional;

/** Rows in a page. A tracked tensor gets a gradient of the same shape when it is first asked for. */
final class CpuTensor implements Tensor {

    final MemoryBlock page;
    final int offset;
    private final int rows;
    private final int columns;
    private final boolean tracked;
    private CpuTensor gradient;
    private boolean hasGradient;
    private boolean kept;
    private boolean rounded;
    private Bf16Copy halves = Bf16Copy.NONE;
    private PackedWeight packed;

    CpuTensor(MemoryBlock page, int offset, int rows, int columns, boolean tracked) {
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

    /** Where the gradient lies, if it has a place. */
    Optional<CpuTensor> gradient() {
        return Optional.ofNullable(gradient);
    }

    /** Gives the gradient a place. */
    void gradient(CpuTensor place) {
        gradient = place;
    }

    /** Whether anything was added to the gradient; if not, its place holds anything. */
    boolean hasGradient() {
        return hasGradient;
    }

    void hasGradient(boolean now) {
        hasGradient = now;
    }

    /** Hands the gradient to another tensor of the same shape that has none. */
    void handGradient(CpuTensor heir) {
        heir.gradient = gradient;
        heir.hasGradient = true;
        gradient = null;
        hasGradient = false;
    }

    /** Whether a backward step reads the values. */
    boolean kept() {
        return kept;
    }

    /** Says that a backward step reads the values. */
    void keep() {
        kept = true;
    }

    /** Whether it is a parameter whose products are made with numbers rounded to bfloat16. */
    boolean rounded() {
        return rounded;
    }

    /** Says that products with this parameter are made with rounded numbers. */
    CpuTensor asRounded() {
        rounded = true;
        return this;
    }

    /** The same values rounded to bfloat16. */
    Bf16Copy halves() {
        return halves;
    }

    void halves(Bf16Copy place) {
        halves = place;
    }

    /** The same values packed for products with few rows. */
    Optional<PackedWeight> packed() {
        return Optional.ofNullable(packed);
    }

    void packed(PackedWeight values) {
        packed = values;
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
