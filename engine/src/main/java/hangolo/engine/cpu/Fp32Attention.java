package hangolo.engine.cpu;

import java.util.Arrays;

/** Attention in fp32, by OpenBLAS; a row of weights belongs to a query. */
final class Fp32Attention implements TileAttention {

    /** Scratch slots. */
    private static final int WEIGHTS = 0;

    private static final int SCORE_GRADIENTS = 1;

    @Override
    public void prepare(CpuTensor x) {
        x.save();
    }

    @Override
    public void forward(AttentionCall call, QueryTile t, Scratch s) {
        CpuTensor weights = scores(call, t, s);
        softmax(call, t, weights, s);
        dropout(call, t, weights, s);
        multiply(s, 1f, MatrixView.of(weights), call.values(t).view(), 0f, call.result(t), t.keys());
    }

    @Override
    public void backward(AttentionCall call, AttentionCall gradients, QueryTile t, Scratch s) {
        MatrixView gradOutput = gradients.result(t).view();
        float scale = call.spec().scale();
        CpuTensor weights = scores(call, t, s);
        exponentials(call, t, weights, s);
        CpuTensor scoreGradients = s.matrix(SCORE_GRADIENTS, t.queries(), t.keys());
        multiply(
                s,
                1f,
                gradOutput,
                call.values(t).view().t(),
                0f,
                TensorSlice.of(scoreGradients),
                call.spec().width());
        softmaxBackward(call, gradients, t, weights, scoreGradients, s);
        dropout(call, t, weights, s);
        multiply(s, 1f, MatrixView.of(weights).t(), gradOutput, 1f, gradients.values(t), t.queries());
        multiply(s, scale, MatrixView.of(scoreGradients), call.keys(t).view(), 1f, gradients.queries(t), t.keys());
        multiply(
                s,
                scale,
                MatrixView.of(scoreGradients).t(),
                call.queries(t).view(),
                1f,
                gradients.keys(t),
                t.queries());
    }

    /** {@code c = alpha · a · b + beta · c}, a with {@code inner} columns. */
    private static void multiply(
            Scratch s, float alpha, MatrixView a, MatrixView b, float beta, TensorSlice c, int inner) {
        Blas.gemm(s, c.rows(), c.columns(), inner, alpha, a, b, beta, c.view());
    }

    /** {@code q kᵀ} [queries, keys]. */
    private static CpuTensor scores(AttentionCall call, QueryTile t, Scratch s) {
        CpuTensor scores = s.matrix(WEIGHTS, t.queries(), t.keys());
        MatrixView keys = call.keys(t).view().t();
        multiply(
                s,
                1f,
                call.queries(t).view(),
                keys,
                0f,
                TensorSlice.of(scores),
                call.spec().width());
        return scores;
    }

    /** Softmax in place, masked scores zero; saves the log-sum-exp of each row. */
    private static void softmax(AttentionCall call, QueryTile t, CpuTensor scores, Scratch s) {
        float[] row = s.row(0, scores.columns());
        for (int i = 0; i < t.queries(); i++) {
            int visible = t.visible(i);
            scores.row(i, row);
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < visible; j++) {
                max = Math.max(max, row[j]);
            }
            call.logSum(t, i, max * call.spec().scale());
        }
        exponentials(call, t, scores, s);
        for (int i = 0; i < t.queries(); i++) {
            int visible = t.visible(i);
            scores.row(i, row);
            double sum = Reductions.sum(row, visible);
            float share = (float) (1 / sum);
            for (int j = 0; j < visible; j++) {
                row[j] *= share;
            }
            scores.setRow(i, row);
            call.logSum(t, i, call.logSum(t, i) + Math.log(sum));
        }
    }

    /** {@code e^(scale · score - logSum)}, zero where masked. */
    private static void exponentials(AttentionCall call, QueryTile t, CpuTensor scores, Scratch s) {
        int columns = scores.columns();
        float[] row = s.row(0, columns);
        float scale = call.spec().scale();
        for (int i = 0; i < t.queries(); i++) {
            int visible = t.visible(i);
            scores.row(i, row);
            float logSum = call.logSum(t, i);
            for (int j = 0; j < visible; j++) {
                row[j] = scale * row[j] - logSum;
            }
            Arrays.fill(row, visible, columns, Float.NEGATIVE_INFINITY);
            scores.setRow(i, row);
        }
        EltwisePrimitive.EXP.run(s, scores.count(), scores.address(), scores.address());
    }

    private static void dropout(AttentionCall call, QueryTile t, CpuTensor weights, Scratch s) {
        if (call.hasDropout()) {
            float[] row = s.row(0, weights.columns());
            for (int i = 0; i < t.queries(); i++) {
                weights.row(i, row);
                dropout(call, t, i, row, s);
                weights.setRow(i, row);
            }
        }
    }

    private static void dropout(AttentionCall call, QueryTile t, int i, float[] row, Scratch s) {
        if (call.hasDropout()) {
            int visible = t.visible(i);
            call.rng().dropout(call.spec().dropout(), t.firstWeight(i), row, visible, s.integers(0, visible));
        }
    }

    /**
     * {@code ds = p · (dp - Σ dp · p)} in place of dp; the sum equals {@code Σ dy · y} over the columns of the result, also with
     * dropout.
     */
    private static void softmaxBackward(
            AttentionCall call,
            AttentionCall gradients,
            QueryTile t,
            CpuTensor weights,
            CpuTensor scoreGradients,
            Scratch s) {
        int columns = weights.columns();
        float[] p = s.row(0, columns);
        float[] dp = s.row(1, columns);
        float[] y = s.row(2, call.spec().width());
        float[] dy = s.row(3, call.spec().width());
        for (int i = 0; i < t.queries(); i++) {
            weights.row(i, p);
            scoreGradients.row(i, dp);
            dropout(call, t, i, dp, s);
            call.result(t).row(i, y);
            gradients.result(t).row(i, dy);
            float dot = (float) Reductions.dot(y, dy, call.spec().width());
            for (int j = 0; j < columns; j++) {
                dp[j] = p[j] * (dp[j] - dot);
            }
            scoreGradients.setRow(i, dp);
        }
    }
}
