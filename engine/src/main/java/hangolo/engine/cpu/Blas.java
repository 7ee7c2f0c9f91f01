package hangolo.engine.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import org.bytedeco.openblas.global.openblas;

/** Matrix products {@code C = factor · op(A) · op(B) + keep · C} over parts of row-major matrices. */
final class Blas {

    /** A part of a matrix: rows are {@code stride} values apart. */
    record Part(long address, int stride, boolean transposed) {

        static Part of(CpuTensor x) {
            return new Part(x.address(), x.columns(), false);
        }

        static Part of(CpuTensor x, int row, int column) {
            return new Part(x.page.address(x.at(row) + column), x.columns(), false);
        }

        Part t() {
            return new Part(address, stride, !transposed);
        }

        Part fromRow(int row) {
            return at(transposed ? row : (long) row * stride);
        }

        Part fromColumn(int column) {
            return at(transposed ? (long) column * stride : column);
        }

        private Part at(long values) {
            return new Part(address + values * Float.BYTES, stride, transposed);
        }
    }

    /** Below this many multiplications a second thread costs more than it brings. */
    private static final long WORTHWHILE = 500_000;

    private Blas() {}

    /**
     * Leaves the splitting over threads to {@link Workers}: the library's own threads wait for each other in a loop, which
     * stalls on a busy machine and on small matrices.
     */
    static void oneThread() {
        openblas.blas_set_num_threads(1);
    }

    /** {@link #product}, the larger side of the result split over all threads. */
    static void parallel(Workers workers, int m, int n, int k, Part a, Part b, float keep, Part c) {
        int side = Math.max(m, n);
        int work = (long) m * n * k < WORTHWHILE ? 0 : m * n / side * k;
        workers.rows(side, work, (from, to, s) -> {
            if (m >= n) {
                product(s, to - from, n, k, 1f, a.fromRow(from), b, keep, c.fromRow(from));
            } else {
                product(s, m, to - from, k, 1f, a, b.fromColumn(from), keep, c.fromColumn(from));
            }
        });
    }

    /** {@code c [m, n] = factor · a [m, k] · b [k, n] + keep · c}. */
    static void product(Scratch s, int m, int n, int k, float factor, Part a, Part b, float keep, Part c) {
        if (m == 0 || n == 0) {
            return;
        }
        if (m == 1) {
            vector(s, n, k, factor, a, b, keep, c);
            return;
        }
        cblas_sgemm(
                CblasRowMajor,
                a.transposed ? CblasTrans : CblasNoTrans,
                b.transposed ? CblasTrans : CblasNoTrans,
                m,
                n,
                k,
                factor,
                s.a.at(a.address),
                a.stride,
                s.b.at(b.address),
                b.stride,
                keep,
                s.c.at(c.address),
                c.stride);
    }

    /** One row times a matrix, the step of a generation: {@code sgemm} would copy the whole matrix first. */
    private static void vector(Scratch s, int n, int k, float factor, Part a, Part b, float keep, Part c) {
        cblas_sgemv(
                CblasRowMajor,
                b.transposed ? CblasNoTrans : CblasTrans,
                b.transposed ? n : k,
                b.transposed ? k : n,
                factor,
                s.b.at(b.address),
                b.stride,
                s.a.at(a.address),
                a.transposed ? a.stride : 1,
                keep,
                s.c.at(c.address),
                1);
    }
}
