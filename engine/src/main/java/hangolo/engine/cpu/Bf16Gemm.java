package hangolo.engine.cpu;

import hangolo.engine.cpu.MatMulPrimitive.Layout;
import java.util.List;
import java.util.Optional;

/**
 * Matrix multiplications of bf16 operands with fp32 accumulation, by oneDNN. Rows are padded with zeros, so that batches of many
 * sizes need few compiled primitives.
 */
record Bf16Gemm(Tape tape) implements Gemm {

    /** With fewer multiply-adds a second thread costs more than it gains. */
    private static final long WORTHWHILE = 1_000_000;

    /** Rows, and the columns of a thread, are multiples of this. */
    static final int GRAIN = 32;

    /** The smallest number of rows, so that the result of a row does not depend on how many others there are. */
    static final int FEWEST = 4;

    /** At least {@value FEWEST} rows; up to {@value GRAIN} the next power of two, then the next multiple of {@value GRAIN}. */
    static int padded(int rows) {
        return rows <= GRAIN
                ? Integer.highestOneBit(2 * Math.max(FEWEST, rows) - 1)
                : Math.addExact(rows, GRAIN - 1) / GRAIN * GRAIN;
    }

    @Override
    public MatrixView operand(CpuTensor x) {
        return MatrixView.bf16(tape.bf16(x), x.columns());
    }

    /** Only the bf16 copy is saved. */
    @Override
    public void save(CpuTensor x) {
        tape.bf16(x);
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
        tape.pool.rows(grains, work, (from, to, s) -> {
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

    /** A matrix multiplication on this thread; the bias by its address, 0 for none. */
    private static void run(
            Scratch s, int m, int n, int k, MatrixView a, MatrixView b, long bias, boolean adds, MatrixView c) {
        List<PostOp> postOps = adds ? List.of(PostOp.SUM) : List.of();
        Primitive matmul = new MatMulPrimitive(m, n, k, Layout.of(a), Layout.of(b), Layout.of(c), bias != 0, postOps)
                .on(s, a, b, c);
        if (bias != 0) {
            matmul.at(MatMulPrimitive.MORE, bias);
        }
        matmul.run(s.primitives().stream());
    }
}
