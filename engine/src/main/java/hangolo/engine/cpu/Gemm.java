package hangolo.engine.cpu;

import java.util.Optional;

/** Large matrix products on all threads. */
interface Gemm {

    /** The values of x as a factor of a product. */
    MatrixView factor(CpuTensor x);

    /** Says that the factor that x is will be needed again on the way back. */
    void keep(CpuTensor x);

    /** As many rows as are really computed where a tensor has {@code rows}; those behind the last hold nothing of use. */
    int rows(int rows);

    /**
     * {@code c = a · b (+ bias) (+ c)} with a [m, k], b [k, n], c [m, n].
     *
     * @param bias n values that are added to every row
     * @param adds whether the product is added to what c holds
     */
    void multiply(int m, int n, int k, MatrixView a, MatrixView b, Optional<CpuTensor> bias, boolean adds, CpuTensor c);
}
