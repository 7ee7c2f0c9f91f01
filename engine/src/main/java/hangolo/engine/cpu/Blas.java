package hangolo.engine.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

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
    }

    private Blas() {}

    static void threads(int count) {
        openblas.blas_set_num_threads(count);
    }

    /** {@code c [m, n] = factor · a [m, k] · b [k, n] + keep · c}. */
    static void product(Scratch s, int m, int n, int k, float factor, Part a, Part b, float keep, Part c) {
        if (m == 0 || n == 0) {
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
}
