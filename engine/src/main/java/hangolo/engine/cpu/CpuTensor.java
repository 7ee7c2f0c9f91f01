package hangolo.engine.cpu;

import hangolo.engine.Tensor;
import java.util.Optional;

/** Rows in a block of memory. A tracked tensor gets a gradient of the same shape on first use. */
final class CpuTensor implements Tensor {

    final MemoryBlock block;
    final int offset;
    private final int rows;
    private final int columns;
    private final boolean tracked;
    private CpuTensor gradient;
    private boolean hasGradient;
    private boolean saved;
    private boolean multipliedInBf16;
    private Bf16Copy bf16 = Bf16Copy.NONE;
    private PackedWeight packed;

    CpuTensor(MemoryBlock block, int offset, int rows, int columns, boolean tracked) {
        this.block = block;
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

    /** The gradient, if memory is allocated for it. */
    Optional<CpuTensor> gradient() {
        return Optional.ofNullable(gradient);
    }

    /** Sets the memory of the gradient. */
    void gradient(CpuTensor place) {
        gradient = place;
    }

    /** Whether anything was added to the gradient; if not, its memory is uninitialised. */
    boolean hasGradient() {
        return hasGradient;
    }

    void hasGradient(boolean now) {
        hasGradient = now;
    }

    /** Moves the gradient to another tensor of the same shape that has none. */
    void moveGradient(CpuTensor heir) {
        heir.gradient = gradient;
        heir.hasGradient = true;
        gradient = null;
        hasGradient = false;
    }

    /** Whether the backward pass reads the values. */
    boolean saved() {
        return saved;
    }

    /** Saves the values for the backward pass. */
    void save() {
        saved = true;
    }

    /** Whether it is a parameter that is multiplied in bf16. */
    boolean isBf16() {
        return multipliedInBf16;
    }

    /** Makes it a parameter that is multiplied in bf16. */
    CpuTensor asBf16() {
        multipliedInBf16 = true;
        return this;
    }

    /** The bf16 copy of the values. */
    Bf16Copy bf16() {
        return bf16;
    }

    void bf16(Bf16Copy place) {
        bf16 = place;
    }

    /** The values packed for matrix multiplications with few rows. */
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
        return block.address(offset);
    }

    /** Address of the value at that index. */
    long address(int value) {
        return block.address(offset + value);
    }

    void row(int row, float[] target) {
        block.get(at(row), target, 0, columns);
    }

    void setRow(int row, float[] source) {
        block.put(at(row), source, 0, columns);
    }
}
