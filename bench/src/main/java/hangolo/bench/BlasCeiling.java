package hangolo.bench;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** The matrix multiplications of a step alone, in fp32 by OpenBLAS. */
final class BlasCeiling implements Ceiling {

    private final List<MatMulShape> matmuls;
    private final int threadsBefore;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    BlasCeiling(List<MatMulShape> matmuls, int threads) {
        this.matmuls = matmuls;
        this.threadsBefore = blas_get_num_threads();
        blas_set_num_threads(threads);
        this.a = filled(
                matmuls.stream().mapToLong(p -> (long) p.m() * p.k()).max().orElseThrow());
        this.b = filled(
                matmuls.stream().mapToLong(p -> (long) p.k() * p.n()).max().orElseThrow());
        this.c = filled(
                matmuls.stream().mapToLong(p -> (long) p.m() * p.n()).max().orElseThrow());
    }

    private static FloatPointer filled(long count) {
        FloatPointer values = new FloatPointer(count);
        for (long i = 0; i < count; i++) {
            values.put(i, 1e-3f * (i % 17));
        }
        return values;
    }

    @Override
    public void run() {
        for (MatMulShape p : matmuls) {
            for (int i = 0; i < p.count(); i++) {
                cblas_sgemm(
                        CblasRowMajor,
                        CblasNoTrans,
                        CblasNoTrans,
                        p.m(),
                        p.n(),
                        p.k(),
                        1f,
                        a,
                        p.k(),
                        b,
                        p.n(),
                        0f,
                        c,
                        p.n());
            }
        }
    }

    /** Leaves the library with the threads that it had. */
    @Override
    public void close() {
        blas_set_num_threads(threadsBefore);
        a.close();
        b.close();
        c.close();
    }
}
