package hangolo.engine.cuda;

/**
 * {@code c [m, n] = alpha · a [m, k] · b [k, n] + beta · c}, for each matrix of a batch.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the sums
 * @param alpha factor of the result
 * @param a left matrix
 * @param b right matrix, of the same type
 * @param beta 0 to overwrite, 1 to add
 * @param c result, fp32
 * @param batches how many matrices
 */
record Gemm(int m, int n, int k, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c, int batches) {}
