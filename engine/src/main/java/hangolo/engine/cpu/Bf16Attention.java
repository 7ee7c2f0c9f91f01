package hangolo.engine.cpu;

import hangolo.engine.cpu.MatMulPrimitive.Layout;
import java.util.Arrays;
import java.util.List;

/**
 * Attention with bf16 operands and fp32 accumulation, by oneDNN. The weights are stored transposed, a row per key and a column per
 * query, so that a value per query is a row that oneDNN subtracts as a post-op. Rows and columns are padded as in {@link Bf16Gemm};
 * padding is finite and gets the weight zero.
 */
record Bf16Attention(Tape tape) implements TileAttention {

    /** Scratch slots. */
    private static final int WEIGHTS = 0;

    private static final int DROPOUT_MASK = 1;
    private static final int BF16_WEIGHTS = 2;
    private static final int BF16_SCORE_GRADIENTS = 3;
    private static final int OUTPUT = 4;
    private static final int PER_QUERY = 5;

    /** Rows of a partial sum, which keeps fp32 sums accurate. */
    private static final int PARTIAL_ROWS = 32;

    @Override
    public void prepare(CpuTensor x) {
        tape.bf16(x);
    }

    @Override
    public void forward(AttentionCall call, QueryTile t, Scratch s) {
        CpuTensor weights = weights(t, s);
        float[] maxima = s.row(1, weights.columns());
        float[] sums = s.row(2, weights.columns());
        PostOp scaled = PostOp.scale(call.spec().scale());
        multiply(s, head(call.keys(t)), head(call.queries(t)).t(), MatrixView.of(weights), List.of(scaled));
        applyCausalMask(t, weights, Float.NEGATIVE_INFINITY, s);
        maxima(weights, maxima, s);
        new BinaryPrimitive(weights.rows(), weights.columns(), PostOp.SUBTRACT_ROW, List.of(PostOp.EXP))
                .run(s, weights, perQuery(s, weights, maxima));
        sums(weights, sums, s);
        for (int i = 0; i < t.queries(); i++) {
            call.logSum(t, i, maxima[i] + Math.log(sums[i]));
        }
        if (call.hasDropout()) {
            dropout(weights, dropoutMask(call, t, weights, s), s);
        }
        CpuTensor result = s.matrix(OUTPUT, weights.columns(), call.spec().width());
        multiply(s, toBf16(weights, s).t(), head(call.values(t)), MatrixView.of(result), List.of());
        normalise(result, sums, call.result(t), s);
    }

    @Override
    public void backward(AttentionCall call, AttentionCall gradients, QueryTile t, Scratch s) {
        PostOp scaled = PostOp.scale(call.spec().scale());
        GemmOperand keys = head(call.keys(t));
        GemmOperand queries = head(call.queries(t));
        GemmOperand gradOutput = head(gradients.result(t));
        CpuTensor weights = weights(t, s);
        long logSums = perQuery(s, weights, logSums(call, t, s.row(0, weights.columns())));
        multiply(
                s,
                keys,
                queries.t(),
                MatrixView.of(weights),
                List.of(scaled, PostOp.SUBTRACT_ROW, PostOp.EXP),
                logSums);
        applyCausalMask(t, weights, 0f, s);
        zeroPadding(t, weights, s);

        GemmOperand scoreGradients = scratch(BF16_SCORE_GRADIENTS, weights, s);
        GemmOperand values = head(call.values(t));
        long dots = perQuery(s, weights, rowDots(call, gradients, t, s));
        if (call.hasDropout()) {
            CpuTensor mask = dropoutMask(call, t, weights, s);
            List<PostOp> postOps = List.of(scaled, PostOp.MULTIPLY, PostOp.SUBTRACT_ROW, PostOp.MULTIPLY);
            multiply(
                    s, values, gradOutput.t(), scoreGradients.view(), postOps, mask.address(), dots, weights.address());
            dropout(weights, mask, s);
        } else {
            List<PostOp> postOps = List.of(scaled, PostOp.SUBTRACT_ROW, PostOp.MULTIPLY);
            multiply(s, values, gradOutput.t(), scoreGradients.view(), postOps, dots, weights.address());
        }
        add(s, toBf16(weights, s), gradOutput, gradients.values(t));
        add(s, scoreGradients, queries, gradients.keys(t));
        add(s, scoreGradients.t(), keys, gradients.queries(t));
    }

    /** Scratch for the weights [keys, queries]. */
    private static CpuTensor weights(QueryTile t, Scratch s) {
        return s.matrix(WEIGHTS, Bf16Gemm.padded(t.keys()), Bf16Gemm.padded(t.queries()));
    }

    /** Scratch for a bf16 copy. */
    private static GemmOperand scratch(int slot, CpuTensor matrix, Scratch s) {
        CpuTensor memory = s.matrix(slot, matrix.rows(), (matrix.columns() + 1) / 2);
        return new GemmOperand(MatrixView.bf16(memory.address(), matrix.columns()), matrix.rows(), matrix.columns());
    }

    private static GemmOperand toBf16(CpuTensor weights, Scratch s) {
        GemmOperand bf16 = scratch(BF16_WEIGHTS, weights, s);
        EltwisePrimitive.TO_BF16.run(
                s, weights.count(), weights.address(), bf16.view().address());
        return bf16;
    }

    /** The rows of a sequence in the columns of a head, padded. */
    private static GemmOperand head(TensorSlice x) {
        CpuTensor tensor = x.tensor();
        long first = tensor.bf16().address() + ((long) x.row() * tensor.columns() + x.column()) * Short.BYTES;
        return new GemmOperand(MatrixView.bf16(first, tensor.columns()), Bf16Gemm.padded(x.rows()), x.columns());
    }

    /** {@code c = a · b} with post-ops, and the addresses of their operands. */
    private static void multiply(
            Scratch s, GemmOperand a, GemmOperand b, MatrixView c, List<PostOp> postOps, long... operands) {
        Layout result = Layout.of(c);
        Primitive matmul = new MatMulPrimitive(
                        a.rows(),
                        b.columns(),
                        a.columns(),
                        Layout.of(a.view()),
                        Layout.of(b.view()),
                        result,
                        false,
                        postOps)
                .on(s, a.view(), b.view(), c);
        for (int i = 0; i < operands.length; i++) {
            matmul.at(MatMulPrimitive.MORE + i, operands[i]);
        }
        matmul.run(s.primitives().stream());
    }

    /** {@code c = c + a · b}, without the padding rows. */
    private static void add(Scratch s, GemmOperand a, GemmOperand b, TensorSlice c) {
        if (c.rows() == a.rows()) {
            multiply(s, a, b, c.view(), List.of(PostOp.SUM));
            return;
        }
        CpuTensor output = s.matrix(OUTPUT, a.rows(), b.columns());
        multiply(s, a, b, MatrixView.of(output), List.of());
        float[] row = s.row(0, c.columns());
        float[] sum = s.row(1, c.columns());
        for (int i = 0; i < c.rows(); i++) {
            output.row(i, row);
            c.row(i, sum);
            for (int j = 0; j < c.columns(); j++) {
                sum[j] += row[j];
            }
            c.setRow(i, sum);
        }
    }

    /** Writes a value where a query does not see a key. */
    private static void applyCausalMask(QueryTile t, CpuTensor weights, float value, Scratch s) {
        float[] masked = s.row(0, weights.columns());
        Arrays.fill(masked, 0, weights.columns(), value);
        for (int j = 0; j < weights.rows(); j++) {
            weights.block.put(weights.at(j), masked, 0, j < t.keys() ? t.hidden(j) : weights.columns());
        }
    }

    /** Zeroes the weights of the padding columns. */
    private static void zeroPadding(QueryTile t, CpuTensor weights, Scratch s) {
        int padding = weights.columns() - t.queries();
        float[] zeros = s.row(0, padding);
        Arrays.fill(zeros, 0, padding, 0f);
        for (int j = 0; j < t.keys(); j++) {
            weights.block.put(weights.at(j) + t.queries(), zeros, 0, padding);
        }
    }

    private static void maxima(CpuTensor scores, float[] maxima, Scratch s) {
        int columns = scores.columns();
        float[] row = s.row(0, columns);
        Arrays.fill(maxima, 0, columns, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < scores.rows(); j++) {
            scores.row(j, row);
            for (int i = 0; i < columns; i++) {
                maxima[i] = Math.max(maxima[i], row[i]);
            }
        }
    }

    private static void sums(CpuTensor weights, float[] sums, Scratch s) {
        int columns = weights.columns();
        float[] row = s.row(0, columns);
        float[] partial = s.row(3, columns);
        Arrays.fill(sums, 0, columns, 0f);
        for (int from = 0; from < weights.rows(); from += PARTIAL_ROWS) {
            Arrays.fill(partial, 0, columns, 0f);
            for (int j = from; j < Math.min(weights.rows(), from + PARTIAL_ROWS); j++) {
                weights.row(j, row);
                add(row, partial, columns);
            }
            add(partial, sums, columns);
        }
    }

    private static void add(float[] more, float[] sums, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += more[i];
        }
    }

    /** Divides each row of the result by the sum of its weights. */
    private static void normalise(CpuTensor output, float[] sums, TensorSlice result, Scratch s) {
        float[] row = s.row(0, result.columns());
        for (int i = 0; i < result.rows(); i++) {
            float share = 1f / sums[i];
            output.row(i, row);
            for (int j = 0; j < result.columns(); j++) {
                row[j] *= share;
            }
            result.setRow(i, row);
        }
    }

    /** The address of a row with one value per query. */
    private static long perQuery(Scratch s, CpuTensor weights, float[] values) {
        CpuTensor row = s.matrix(PER_QUERY, 1, weights.columns());
        row.setRow(0, values);
        return row.address();
    }

    private static float[] logSums(AttentionCall call, QueryTile t, float[] row) {
        Arrays.fill(row, 0f);
        for (int i = 0; i < t.queries(); i++) {
            row[i] = call.logSum(t, i);
        }
        return row;
    }

    /** {@code scale · Σ dp · p} of each query, which equals {@code scale · Σ dy · y} over the columns of the result, also with dropout. */
    private static float[] rowDots(AttentionCall call, AttentionCall gradients, QueryTile t, Scratch s) {
        int width = call.spec().width();
        float[] y = s.row(1, width);
        float[] dy = s.row(2, width);
        float[] dots = s.row(0, Bf16Gemm.padded(t.queries()));
        Arrays.fill(dots, 0f);
        for (int i = 0; i < t.queries(); i++) {
            call.result(t).row(i, y);
            gradients.result(t).row(i, dy);
            dots[i] = (float) (call.spec().scale() * Reductions.dot(y, dy, width));
        }
        return dots;
    }

    /** The scaled dropout mask [keys, queries]. */
    private static CpuTensor dropoutMask(AttentionCall call, QueryTile t, CpuTensor weights, Scratch s) {
        CpuTensor mask = s.matrix(DROPOUT_MASK, weights.rows(), weights.columns());
        int[] bits = s.integers(0, weights.columns());
        int[] offsets = s.integers(1, weights.columns());
        for (int i = 0; i < weights.columns(); i++) {
            offsets[i] = t.firstWeight(i) - t.firstWeight(0);
        }
        for (int j = 0; j < weights.rows(); j++) {
            call.rng().scaledMask(call.spec().dropout(), t.firstWeight(0) + j, offsets, bits, weights.columns());
            mask.block.putBits(mask.at(j), bits, weights.columns());
        }
        return mask;
    }

    private static void dropout(CpuTensor weights, CpuTensor mask, Scratch s) {
        new BinaryPrimitive(weights.rows(), weights.columns(), PostOp.MULTIPLY, List.of())
                .run(s, weights, mask.address());
    }
}
