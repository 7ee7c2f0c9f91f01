package hangolo.engine.cpu;

import java.util.Optional;

/** Matrix multiplications in fp32, by OpenBLAS. */
record Fp32Gemm(ThreadPool pool) implements Gemm {

    /** With fewer multiply-adds a second thread costs more than it gains. */
    private static final long WORTHWHILE = 500_000;

    @Override
    public MatrixView operand(CpuTensor x) {
        return MatrixView.of(x);
    }

    @Override
    public void save(CpuTensor x) {
        x.save();
    }

    @Override
    public int rows(int rows) {
        return rows;
    }

    /** The larger side of the result is split over all threads. */
    @Override
    public void multiply(
            int m, int n, int k, MatrixView a, MatrixView b, Optional<CpuTensor> bias, boolean adds, CpuTensor c) {
        bias.ifPresent(row -> broadcast(row, c));
        float beta = adds || bias.isPresent() ? 1f : 0f;
        MatrixView result = MatrixView.of(c);
        int side = Math.max(m, n);
        int work = (long) m * n * k < WORTHWHILE ? 0 : m * n / side * k;
        pool.rows(side, work, (from, to, s) -> {
            if (m >= n) {
                Blas.gemm(s, to - from, n, k, 1f, a.fromRow(from), b, beta, result.fromRow(from));
            } else {
                Blas.gemm(s, m, to - from, k, 1f, a, b.fromColumn(from), beta, result.fromColumn(from));
            }
        });
    }

    private void broadcast(CpuTensor row, CpuTensor y) {
        int d = y.columns();
        pool.rows(y.rows(), d, (from, to, s) -> {
            float[] values = s.row(0, d);
            row.row(0, values);
            for (int i = from; i < to; i++) {
                y.setRow(i, values);
            }
        });
    }
}
