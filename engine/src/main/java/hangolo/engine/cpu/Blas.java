package hangolo.engine.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import org.bytedeco.openblas.global.openblas;

/** Matrix products {@code C = factor · op(A) · op(B) + keep · C} over parts of row-major matrices. */
final class Blas {

    private Blas() {}

    /**
     * Leaves the splitting over threads to {@link ThreadPool}: the library's own threads wait for each other in a loop, which
     * stalls on a busy machine and on small matrices.
     */
    static void oneThread() {
        openblas.blas_set_num_threads(1);
    }

    /** {@code c [m, n] = factor · a [m, k] · b [k, n] + keep · c}. */
    static void product(
            Scratch s, int m, int n, int k, float factor, MatrixView a, MatrixView b, float keep, MatrixView c) {
        if (m == 0 || n == 0) {
            return;
        }
        if (m == 1) {
            vector(s, n, k, factor, a, b, keep, c);
            return;
        }
        cblas_sgemm(
                CblasRowMajor,
                a.transposed() ? CblasTrans : CblasNoTrans,
                b.transposed() ? CblasTrans : CblasNoTrans,
                m,
                n,
                k,
                factor,
                s.a.at(a.address()),
                a.stride(),
                s.b.at(b.address()),
                b.stride(),
                keep,
                s.c.at(c.address()),
                c.stride());
    }

    /** One row times a matrix, the step of a generation: {@code sgemm} would copy the whole matrix first. */
    private static void vector(
            Scratch s, int n, int k, float factor, MatrixView a, MatrixView b, float keep, MatrixView c) {
        cblas_sgemv(
                CblasRowMajor,
                b.transposed() ? CblasNoTrans : CblasTrans,
                b.transposed() ? n : k,
                b.transposed() ? k : n,
                factor,
                s.b.at(b.address()),
                b.stride(),
                s.a.at(a.address()),
                a.transposed() ? a.stride() : 1,
                keep,
                s.c.at(c.address()),
                1);
    }
}
