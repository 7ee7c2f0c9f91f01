package hangolo.engine.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import org.bytedeco.openblas.global.openblas;

/** OpenBLAS: {@code C = alpha · op(A) · op(B) + beta · C} on views of row-major matrices. */
final class Blas {

    private Blas() {}

    /**
     * Leaves the parallelism to {@link ThreadPool}: OpenBLAS' own threads spin while they wait for each other, which stalls on a busy
     * machine and on small matrices.
     */
    static void oneThread() {
        openblas.blas_set_num_threads(1);
    }

    /** {@code c [m, n] = alpha · a [m, k] · b [k, n] + beta · c}. */
    static void gemm(
            Scratch s, int m, int n, int k, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) {
        if (m == 0 || n == 0) {
            return;
        }
        if (m == 1) {
            gemv(s, n, k, alpha, a, b, beta, c);
            return;
        }
        cblas_sgemm(
                CblasRowMajor,
                a.transposed() ? CblasTrans : CblasNoTrans,
                b.transposed() ? CblasTrans : CblasNoTrans,
                m,
                n,
                k,
                alpha,
                s.a.at(a.address()),
                a.stride(),
                s.b.at(b.address()),
                b.stride(),
                beta,
                s.c.at(c.address()),
                c.stride());
    }

    /** One row times a matrix, as in generation: {@code sgemm} would copy the whole matrix first. */
    private static void gemv(
            Scratch s, int n, int k, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) {
        cblas_sgemv(
                CblasRowMajor,
                b.transposed() ? CblasNoTrans : CblasTrans,
                b.transposed() ? n : k,
                b.transposed() ? k : n,
                alpha,
                s.b.at(b.address()),
                b.stride(),
                s.a.at(a.address()),
                a.transposed() ? a.stride() : 1,
                beta,
                s.c.at(c.address()),
                1);
    }
}
