package hangolo.engine.cpu;

import java.util.Optional;

/** Products of 32-bit numbers, by OpenBLAS. */
record Fp32Gemm(ThreadPool workers) implements Gemm {

    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTHWHILE = 500_000;

    @Override
    public MatrixView factor(CpuTensor x) {
        return MatrixView.of(x);
    }

    @Override
    public void keep(CpuTensor x) {
        x.keep();
    }

    @Override
    public int rows(int rows) {
        return rows;
    }

    /** The larger side of the result is split over all threads. */
    @Override
    public void multiply(
            int m, int n, int k, MatrixView a, MatrixView b, Optional<CpuTensor> bias, boolean adds, CpuTensor c) {
        bias.ifPresent(row -> repeat(row, c));
        float keep = adds || bias.isPresent() ? 1f : 0f;
        MatrixView result = MatrixView.of(c);
        int side = Math.max(m, n);
        int work = (long) m * n * k < WORTHWHILE ? 0 : m * n / side * k;
        workers.rows(side, work, (from, to, s) -> {
            if (m >= n) {
                Blas.product(s, to - from, n, k, 1f, a.fromRow(from), b, keep, result.fromRow(from));
            } else {
                Blas.product(s, m, to - from, k, 1f, a, b.fromColumn(from), keep, result.fromColumn(from));
            }
        });
    }

    private void repeat(CpuTensor row, CpuTensor y) {
        int d = y.columns();
        workers.rows(y.rows(), d, (from, to, s) -> {
            float[] values = s.row(0, d);
            row.row(0, values);
            for (int i = from; i < to; i++) {
                y.setRow(i, values);
            }
        });
    }
}
