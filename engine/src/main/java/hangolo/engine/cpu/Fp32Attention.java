package hangolo.engine.cpu;

import java.util.Arrays;

/** Attention in 32-bit numbers: products by OpenBLAS, a row of weights belongs to a query. */
final class Fp32Attention implements TileAttention {

    /** Working memory. */
    private static final int WEIGHTS = 0;

    private static final int SLOPES = 1;

    @Override
    public void prepare(CpuTensor x) {
        x.keep();
    }

    @Override
    public void forward(AttentionCall call, QueryTile t, Scratch s) {
        CpuTensor weights = scores(call, t, s);
        softmax(call, t, weights, s);
        drop(call, t, weights, s);
        multiply(s, 1f, MatrixView.of(weights), call.values(t).part(), 0f, call.result(t), t.keys());
    }

    @Override
    public void backward(AttentionCall call, AttentionCall down, QueryTile t, Scratch s) {
        MatrixView up = down.result(t).part();
        float scale = call.how().scale();
        CpuTensor weights = scores(call, t, s);
        exponentials(call, t, weights, s);
        CpuTensor slopes = s.matrix(SLOPES, t.queries(), t.keys());
        multiply(
                s,
                1f,
                up,
                call.values(t).part().t(),
                0f,
                TensorSlice.of(slopes),
                call.how().width());
        softmaxBackward(call, down, t, weights, slopes, s);
        drop(call, t, weights, s);
        multiply(s, 1f, MatrixView.of(weights).t(), up, 1f, down.values(t), t.queries());
        multiply(s, scale, MatrixView.of(slopes), call.keys(t).part(), 1f, down.queries(t), t.keys());
        multiply(s, scale, MatrixView.of(slopes).t(), call.queries(t).part(), 1f, down.keys(t), t.queries());
    }

    /** {@code c = factor · a · b + keep · c}, a with {@code inner} columns. */
    private static void multiply(
            Scratch s, float factor, MatrixView a, MatrixView b, float keep, TensorSlice c, int inner) {
        Blas.product(s, c.rows(), c.columns(), inner, factor, a, b, keep, c.part());
    }

    /** {@code q kᵀ} [queries, keys]. */
    private static CpuTensor scores(AttentionCall call, QueryTile t, Scratch s) {
        CpuTensor scores = s.matrix(WEIGHTS, t.queries(), t.keys());
        MatrixView keys = call.keys(t).part().t();
        multiply(
                s,
                1f,
                call.queries(t).part(),
                keys,
                0f,
                TensorSlice.of(scores),
                call.how().width());
        return scores;
    }

    /** Scores become weights, those that are not seen zero; what each row was divided by is kept. */
    private static void softmax(AttentionCall call, QueryTile t, CpuTensor scores, Scratch s) {
        float[] row = s.row(0, scores.columns());
        for (int i = 0; i < t.queries(); i++) {
            int visible = t.visible(i);
            scores.row(i, row);
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < visible; j++) {
                max = Math.max(max, row[j]);
            }
            call.logSum(t, i, max * call.how().scale());
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

    /** {@code e^(scale · score - logSum)}, zero for what is not seen. */
    private static void exponentials(AttentionCall call, QueryTile t, CpuTensor scores, Scratch s) {
        int columns = scores.columns();
        float[] row = s.row(0, columns);
        float scale = call.how().scale();
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

    private static void drop(AttentionCall call, QueryTile t, CpuTensor weights, Scratch s) {
        if (call.drops()) {
            float[] row = s.row(0, weights.columns());
            for (int i = 0; i < t.queries(); i++) {
                weights.row(i, row);
                drop(call, t, i, row, s);
                weights.setRow(i, row);
            }
        }
    }

    private static void drop(AttentionCall call, QueryTile t, int i, float[] row, Scratch s) {
        if (call.drops()) {
            int visible = t.visible(i);
            call.dice().drop(call.how().dropout(), t.firstWeight(i), row, visible, s.integers(0, visible));
        }
    }

    /**
     * {@code ds = p · (dp - Σ dp · p)} in place of dp; the sum is that over the result's columns, {@code Σ dy · y}, with dropout
     * too.
     */
    private static void softmaxBackward(
            AttentionCall call, AttentionCall down, QueryTile t, CpuTensor weights, CpuTensor slopes, Scratch s) {
        int columns = weights.columns();
        float[] p = s.row(0, columns);
        float[] up = s.row(1, columns);
        float[] y = s.row(2, call.how().width());
        float[] dy = s.row(3, call.how().width());
        for (int i = 0; i < t.queries(); i++) {
            weights.row(i, p);
            slopes.row(i, up);
            drop(call, t, i, up, s);
            call.result(t).row(i, y);
            down.result(t).row(i, dy);
            float along = (float) Reductions.dot(y, dy, call.how().width());
            for (int j = 0; j < columns; j++) {
                up[j] = p[j] * (up[j] - along);
            }
            slopes.setRow(i, up);
        }
    }
}
