package hangolo.engine.cuda;

import hangolo.engine.Precision;
import hangolo.engine.cuda.MatrixView.Type;
import hangolo.engine.tape.TapeTensor;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Rows in GPU memory.
 *
 * <p>A pass attaches a bf16 copy once a matrix multiplication reads it.
 */
final class CudaTensor extends TapeTensor<CudaTensor> {

    /** The null address. */
    static final long NONE = 0;

    private final long address;
    private long bf16;
    private Precision precision = Precision.FP32;
    private Optional<LongConsumer> recompute = Optional.empty();

    CudaTensor(long address, int rows, int columns, boolean tracked) {
        super(rows, columns, tracked);
        this.address = address;
    }

    /**
     * A weight.
     *
     * @param precision of matrix multiplications with it
     * @param bf16 address of the bf16 copy that its store keeps up to date; {@link #NONE} if it is cast for each multiplication
     */
    static CudaTensor weight(long address, int rows, int columns, boolean tracked, Precision precision, long bf16) {
        CudaTensor tensor = new CudaTensor(address, rows, columns, tracked);
        tensor.precision = precision;
        tensor.bf16 = bf16;
        return tensor;
    }

    @Override
    public CudaTensor alias() {
        return new CudaTensor(address, rows(), columns(), tracked());
    }

    long address() {
        return address;
    }

    /** Address of a row. */
    long address(int row) {
        return address + (long) row * columns() * Float.BYTES;
    }

    /** The precision of matrix multiplications with this weight. */
    Precision precision() {
        return precision;
    }

    /** Whether it is a weight that is multiplied in bf16. */
    boolean isBf16() {
        return precision == Precision.BF16;
    }

    /** Address of the bf16 copy, or {@link #NONE}. */
    long bf16() {
        return bf16;
    }

    /** Sets the address of the bf16 copy. */
    void bf16(long copy) {
        bf16 = copy;
    }

    /** Recomputes the bf16 copy into an address, so that its memory may be freed before the backward pass. */
    Optional<LongConsumer> recompute() {
        return recompute;
    }

    void recompute(LongConsumer computation) {
        recompute = Optional.of(computation);
    }

    /** Saves the bf16 copy for the backward pass. */
    void saveBf16() {
        recompute = Optional.empty();
    }

    MatrixView matrix() {
        return new MatrixView(address, Type.FP32, columns(), false, 0);
    }

    MatrixView matrix(long bf16) {
        return new MatrixView(bf16, Type.BF16, columns(), false, 0);
    }
}
