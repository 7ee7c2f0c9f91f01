package hangolo.engine.cpu;

import hangolo.engine.tape.TapeTensor;
import java.util.Optional;

/** Rows in a block of memory. */
final class CpuTensor extends TapeTensor<CpuTensor> {

    final MemoryBlock block;
    final int offset;
    private boolean multipliedInBf16;
    private Bf16Copy bf16 = Bf16Copy.NONE;
    private PackedWeight packed;

    CpuTensor(MemoryBlock block, int offset, int rows, int columns, boolean tracked) {
        super(rows, columns, tracked);
        this.block = block;
        this.offset = offset;
    }

    @Override
    public CpuTensor alias() {
        return new CpuTensor(block, offset, rows(), columns(), tracked());
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
        return offset + row * columns();
    }

    long address() {
        return block.address(offset);
    }

    /** Address of the value at that index. */
    long address(int value) {
        return block.address(offset + value);
    }

    void row(int row, float[] target) {
        block.get(at(row), target, 0, columns());
    }

    void setRow(int row, float[] source) {
        block.put(at(row), source, 0, columns());
    }
}
