package hangolo.engine.cuda;

import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import hangolo.engine.cuda.MatrixView.Type;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Rows in the memory of the card.
 *
 * <p>What a pass adds to it: the gradient, once something was added to it, and the values rounded to bf16, once a product
 * needed them.
 */
final class CudaTensor implements Tensor {

    /** No memory. */
    static final long NONE = 0;

    private final long address;
    private final int rows;
    private final int columns;
    private final boolean tracked;
    private CudaTensor gradient;
    private long half;
    private Precision products = Precision.FP32;
    private boolean kept;
    private Optional<LongConsumer> rounding = Optional.empty();

    CudaTensor(long address, int rows, int columns, boolean tracked) {
        this.address = address;
        this.rows = rows;
        this.columns = columns;
        this.tracked = tracked;
    }

    /**
     * A weight.
     *
     * @param products what products with it are made of
     * @param half place of the values in bf16, which its store keeps up to date; {@link #NONE} if each product that needs them
     *     rounds them anew
     */
    static CudaTensor weight(long address, int rows, int columns, boolean tracked, Precision products, long half) {
        CudaTensor tensor = new CudaTensor(address, rows, columns, tracked);
        tensor.products = products;
        tensor.half = half;
        return tensor;
    }

    /** The same values, without what else a pass adds to them. */
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

    /** Whether gradients flow into it. */
    boolean tracked() {
        return tracked;
    }

    /** Whether the way back reads the values. */
    boolean kept() {
        return kept;
    }

    /** Says that the way back reads the values. */
    void keep() {
        kept = true;
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

    /** What products with this weight are made of. */
    Precision products() {
        return products;
    }

    /** Whether products with this weight are made of bf16 numbers. */
    boolean rounded() {
        return products == Precision.BF16;
    }

    long half() {
        return half;
    }

    void half(long bf16) {
        half = bf16;
    }

    /** How to compute the rounded values again, to an address: then they may be given back before. */
    Optional<LongConsumer> rounding() {
        return rounding;
    }

    void rounding(LongConsumer computation) {
        rounding = Optional.of(computation);
    }

    /** Says that the way back reads the rounded values where they are. */
    void keepRounded() {
        rounding = Optional.empty();
    }

    MatrixView matrix() {
        return new MatrixView(address, Type.FP32, columns, false, 0);
    }

    MatrixView matrix(long bf16) {
        return new MatrixView(bf16, Type.BF16, columns, false, 0);
    }
}
