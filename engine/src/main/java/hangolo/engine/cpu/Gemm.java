package hangolo.engine.cpu;

import java.util.Optional;

/** Large matrix multiplications on all threads. */
interface Gemm {

    /** The values of x as an operand. */
    MatrixView operand(CpuTensor x);

    /** Saves x, as an operand, for the backward pass. */
    void save(CpuTensor x);

    /** The padded number of rows that are computed for a tensor of {@code rows}. */
    int rows(int rows);

    /**
     * {@code c = a · b (+ bias) (+ c)} with a [m, k], b [k, n], c [m, n].
     *
     * @param bias n values that are added to every row
     * @param adds whether c is added to
     */
    void multiply(int m, int n, int k, MatrixView a, MatrixView b, Optional<CpuTensor> bias, boolean adds, CpuTensor c);
}
