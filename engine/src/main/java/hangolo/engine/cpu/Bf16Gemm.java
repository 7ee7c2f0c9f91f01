package hangolo.engine.cpu;

import hangolo.engine.cpu.MatMulPrimitive.Layout;
import java.util.List;
import java.util.Optional;

/**
 * Products of numbers rounded to bfloat16, summed in 32 bits, by oneDNN. Rows are rounded up, so that batches of many sizes
 * need few compiled products; the factors' rows behind the last are zero.
 */
record Bf16Gemm(Tape tape) implements Gemm {

    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTHWHILE = 1_000_000;

    /** Rows, and columns of a thread, come in multiples of this. */
    static final int GRAIN = 32;

    /** Fewer rows are computed as so many: then one row's result does not depend on how many others there are. */
    static final int FEWEST = 4;

    /** {@value FEWEST} rows, up to {@value GRAIN} the next power of two, then the next multiple of {@value GRAIN}. */
    static int padded(int rows) {
        return rows <= GRAIN
                ? Integer.highestOneBit(2 * Math.max(FEWEST, rows) - 1)
                : Math.addExact(rows, GRAIN - 1) / GRAIN * GRAIN;
    }

    @Override
    public MatrixView factor(CpuTensor x) {
        return MatrixView.halves(tape.halves(x), x.columns());
    }

    /** The rounded numbers stay; x itself is not needed. */
    @Override
    public void keep(CpuTensor x) {
        tape.halves(x);
    }

    @Override
    public int rows(int rows) {
        return padded(rows);
    }

    @Override
    public void multiply(
            int m, int n, int k, MatrixView a, MatrixView b, Optional<CpuTensor> bias, boolean adds, CpuTensor c) {
        MatrixView result = MatrixView.of(c);
        boolean byColumns = n >= m;
        int side = Math.max(m, n);
        int grains = (side + GRAIN - 1) / GRAIN;
        int work = (long) m * n * k < WORTHWHILE ? 0 : Integer.MAX_VALUE / grains;
        tape.workers.rows(grains, work, (from, to, s) -> {
            int first = from * GRAIN;
            int last = Math.min(side, to * GRAIN);
            if (byColumns) {
                long row = bias.map(r -> r.address(first)).orElse(0L);
                run(s, m, last - first, k, a, b.fromColumn(first), row, adds, result.fromColumn(first));
            } else {
                long row = bias.map(CpuTensor::address).orElse(0L);
                run(s, last - first, n, k, a.fromRow(first), b, row, adds, result.fromRow(first));
            }
        });
    }

    /** A product on this thread; the bias by its address, 0 for none. */
    private static void run(
            Scratch s, int m, int n, int k, MatrixView a, MatrixView b, long bias, boolean adds, MatrixView c) {
        List<PostOp> after = adds ? List.of(PostOp.PLUS_RESULT) : List.of();
        Primitive product =
                new MatMulPrimitive(m, n, k, Layout.of(a), Layout.of(b), Layout.of(c), bias != 0, after).on(s, a, b, c);
        if (bias != 0) {
            product.at(MatMulPrimitive.MORE, bias);
        }
        product.run(s.primitives().stream());
    }
}
