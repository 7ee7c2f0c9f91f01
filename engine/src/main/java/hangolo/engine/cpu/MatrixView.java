package hangolo.engine.cpu;

import hangolo.engine.Precision;

/**
 * A view of a matrix: rows are {@code stride} values apart.
 *
 * @param address of its first value
 * @param stride values from one row to the next
 * @param transposed whether rows and columns are swapped
 * @param precision of the values
 */
record MatrixView(long address, int stride, boolean transposed, Precision precision) {

    static MatrixView of(CpuTensor x) {
        return new MatrixView(x.address(), x.columns(), false, Precision.FP32);
    }

    static MatrixView of(CpuTensor x, int row, int column) {
        return new MatrixView(x.block.address(x.at(row) + column), x.columns(), false, Precision.FP32);
    }

    /** A view of bf16 values. */
    static MatrixView bf16(long address, int stride) {
        return new MatrixView(address, stride, false, Precision.BF16);
    }

    MatrixView t() {
        return new MatrixView(address, stride, !transposed, precision);
    }

    MatrixView fromRow(int row) {
        return at(transposed ? row : (long) row * stride);
    }

    MatrixView fromColumn(int column) {
        return at(transposed ? (long) column * stride : column);
    }

    private MatrixView at(long values) {
        int bytes = precision == Precision.BF16 ? Short.BYTES : Float.BYTES;
        return new MatrixView(address + values * bytes, stride, transposed, precision);
    }
}
