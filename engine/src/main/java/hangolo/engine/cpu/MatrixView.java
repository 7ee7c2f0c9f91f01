package hangolo.engine.cpu;

import hangolo.engine.Precision;

/**
 * A part of a matrix: rows are {@code stride} values apart.
 *
 * @param address of its first value
 * @param stride values from one row to the next
 * @param transposed whether rows and columns are meant the other way round
 * @param numbers what a value is
 */
record MatrixView(long address, int stride, boolean transposed, Precision numbers) {

    static MatrixView of(CpuTensor x) {
        return new MatrixView(x.address(), x.columns(), false, Precision.FP32);
    }

    static MatrixView of(CpuTensor x, int row, int column) {
        return new MatrixView(x.page.address(x.at(row) + column), x.columns(), false, Precision.FP32);
    }

    /** Values of half the size at that address. */
    static MatrixView halves(long address, int stride) {
        return new MatrixView(address, stride, false, Precision.BF16);
    }

    MatrixView t() {
        return new MatrixView(address, stride, !transposed, numbers);
    }

    MatrixView fromRow(int row) {
        return at(transposed ? row : (long) row * stride);
    }

    MatrixView fromColumn(int column) {
        return at(transposed ? (long) column * stride : column);
    }

    private MatrixView at(long values) {
        int bytes = numbers == Precision.BF16 ? Short.BYTES : Float.BYTES;
        return new MatrixView(address + values * bytes, stride, transposed, numbers);
    }
}
