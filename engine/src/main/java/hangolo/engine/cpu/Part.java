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
record Part(long address, int stride, boolean transposed, Precision numbers) {

    static Part of(CpuTensor x) {
        return new Part(x.address(), x.columns(), false, Precision.FP32);
    }

    static Part of(CpuTensor x, int row, int column) {
        return new Part(x.page.address(x.at(row) + column), x.columns(), false, Precision.FP32);
    }

    /** Values of half the size at that address. */
    static Part halves(long address, int stride) {
        return new Part(address, stride, false, Precision.BF16);
    }

    Part t() {
        return new Part(address, stride, !transposed, numbers);
    }

    Part fromRow(int row) {
        return at(transposed ? row : (long) row * stride);
    }

    Part fromColumn(int column) {
        return at(transposed ? (long) column * stride : column);
    }

    private Part at(long values) {
        int bytes = numbers == Precision.BF16 ? Short.BYTES : Float.BYTES;
        return new Part(address + values * bytes, stride, transposed, numbers);
    }
}
