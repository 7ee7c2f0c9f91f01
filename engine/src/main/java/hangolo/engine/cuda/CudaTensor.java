package hangolo.engine.cuda;

import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import hangolo.engine.cuda.MatrixView.Type;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Rows in GPU memory.
 *
 * <p>A pass attaches the gradient, once something was added to it, and a bf16 copy, once a matrix multiplication read it.
 */
final class CudaTensor implements Tensor {

    /** The null address. */
    static final long NONE = 0;

    private final long address;
    private final int rows;
    private final int columns;
    private final boolean tracked;
    private CudaTensor gradient;
    private long bf16;
    private Precision precision = Precision.FP32;
    private boolean saved;
    private Optional<LongConsumer> recompute = Optional.empty();

    CudaTensor(long address, int rows, int columns, boolean tracked) {
        this.address = address;
        this.rows = rows;
        this.columns = columns;
        this.tracked = tracked;
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

    /** The same memory, without gradient and bf16 copy. */
    CudaTensor twin() {
        return new CudaTensor(address, rows, columns, tracked);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    long address() {
        return address;
    }

    /** Address of a row. */
    long address(int row) {
        return address + (long) row * columns * Float.BYTES;
    }

    /** Whether it needs a gradient. */
    boolean tracked() {
        return tracked;
    }

    /** Whether the backward pass reads the values. */
    boolean saved() {
        return saved;
    }

    /** Saves the values for the backward pass. */
    void save() {
        saved = true;
    }

    boolean hasGradient() {
        return gradient != null;
    }

    CudaTensor gradient() {
        return gradient;
    }

    void gradient(CudaTensor zeros) {
        gradient = zeros;
    }

    /** The precision of matrix multiplications with this weight. */
    Precision precision() {
        return precision;
    }

    /** Whether it is a weight that is multiplied in bf16. */
    boolean isBf16() {
        return precision == Precision.BF16;
    }

    long bf16() {
        return bf16;
    }

    void bf16(long bf16) {
        bf16 = bf16;
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
        return new MatrixView(address, Type.FP32, columns, false, 0);
    }

    MatrixView matrix(long bf16) {
        return new MatrixView(bf16, Type.BF16, columns, false, 0);
    }
}
