package hangolo.engine.cuda;

/**
 * {@code c [m, n] = factor · a [m, k] · b [k, n] + keep · c}, for each matrix of a batch.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the sums
 * @param factor on the product
 * @param a left matrix
 * @param b right matrix, of the same type
 * @param keep 0 to overwrite, 1 to add
 * @param c result, fp32
 * @param batches how many matrices
 */
record Gemm(int m, int n, int k, float factor, MatrixView a, MatrixView b, float keep, MatrixView c, int batches) {}
