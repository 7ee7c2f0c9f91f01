package hangolo.engine.cpu;

import hangolo.engine.cpu.MatMulPrimitive.Layout;
import java.util.Arrays;
import java.util.List;

/**
 * Attention whose products are made with numbers rounded to bfloat16 and summed in 32 bits, by oneDNN. A row of weights belongs to a
 * key and a column to a query, so that what belongs to a query is a row that oneDNN subtracts right after a product. Rows and
 * columns are rounded up as in {@link Bf16Gemm}; what lies behind the last is finite and gets the weight zero.
 */
record Bf16Attention(Tape tape) implements TileAttention {

    /** Working memory. */
    private static final int WEIGHTS = 0;

    private static final int DICE = 1;
    private static final int ROUNDED_WEIGHTS = 2;
    private static final int ROUNDED_SLOPES = 3;
    private static final int PRODUCT = 4;
    private static final int OF_QUERIES = 5;

    /** So many rows are summed before they are added to the others, which keeps sums of 32-bit numbers exact enough. */
    private static final int SUMMED_AT_ONCE = 32;

    @Override
    public void prepare(CpuTensor x) {
        tape.halves(x);
    }

    @Override
    public void forward(AttentionCall call, QueryTile t, Scratch s) {
        CpuTensor weights = weights(t, s);
        float[] largest = s.row(1, weights.columns());
        float[] sums = s.row(2, weights.columns());
        PostOp scaled = PostOp.scale(call.how().scale());
        multiply(s, head(call.keys(t)), head(call.queries(t)).t(), MatrixView.of(weights), List.of(scaled));
        hide(t, weights, Float.NEGATIVE_INFINITY, s);
        largest(weights, largest, s);
        new BinaryPrimitive(weights.rows(), weights.columns(), PostOp.MINUS_ROW, List.of(PostOp.EXP))
                .run(s, weights, ofQueries(s, weights, largest));
        sums(weights, sums, s);
        for (int i = 0; i < t.queries(); i++) {
            call.logSum(t, i, largest[i] + Math.log(sums[i]));
        }
        if (call.drops()) {
            drop(weights, dice(call, t, weights, s), s);
        }
        CpuTensor result = s.matrix(PRODUCT, weights.columns(), call.how().width());
        multiply(s, rounded(weights, s).t(), head(call.values(t)), MatrixView.of(result), List.of());
        share(result, sums, call.result(t), s);
    }

    @Override
    public void backward(AttentionCall call, AttentionCall down, QueryTile t, Scratch s) {
        PostOp scaled = PostOp.scale(call.how().scale());
        GemmOperand keys = head(call.keys(t));
        GemmOperand queries = head(call.queries(t));
        GemmOperand up = head(down.result(t));
        CpuTensor weights = weights(t, s);
        long logSums = ofQueries(s, weights, logSums(call, t, s.row(0, weights.columns())));
        multiply(s, keys, queries.t(), MatrixView.of(weights), List.of(scaled, PostOp.MINUS_ROW, PostOp.EXP), logSums);
        hide(t, weights, 0f, s);
        hideBehind(t, weights, s);

        GemmOperand slopes = room(ROUNDED_SLOPES, weights, s);
        GemmOperand values = head(call.values(t));
        long along = ofQueries(s, weights, along(call, down, t, s));
        if (call.drops()) {
            CpuTensor dice = dice(call, t, weights, s);
            List<PostOp> steps = List.of(scaled, PostOp.TIMES_MATRIX, PostOp.MINUS_ROW, PostOp.TIMES_MATRIX);
            multiply(s, values, up.t(), slopes.part(), steps, dice.address(), along, weights.address());
            drop(weights, dice, s);
        } else {
            List<PostOp> steps = List.of(scaled, PostOp.MINUS_ROW, PostOp.TIMES_MATRIX);
            multiply(s, values, up.t(), slopes.part(), steps, along, weights.address());
        }
        add(s, rounded(weights, s), up, down.values(t));
        add(s, slopes, queries, down.keys(t));
        add(s, slopes.t(), keys, down.queries(t));
    }

    /** Room for a weight of each pair of a key and a query. */
    private static CpuTensor weights(QueryTile t, Scratch s) {
        return s.matrix(WEIGHTS, Bf16Gemm.padded(t.keys()), Bf16Gemm.padded(t.queries()));
    }

    /** Room for as many rounded numbers. */
    private static GemmOperand room(int slot, CpuTensor matrix, Scratch s) {
        CpuTensor room = s.matrix(slot, matrix.rows(), (matrix.columns() + 1) / 2);
        return new GemmOperand(MatrixView.halves(room.address(), matrix.columns()), matrix.rows(), matrix.columns());
    }

    private static GemmOperand rounded(CpuTensor weights, Scratch s) {
        GemmOperand rounded = room(ROUNDED_WEIGHTS, weights, s);
        EltwisePrimitive.TO_HALVES.run(
                s, weights.count(), weights.address(), rounded.part().address());
        return rounded;
    }

    /** The rows of a sequence in the columns of a head, and those behind them up to a whole number of compiled rows. */
    private static GemmOperand head(TensorSlice x) {
        CpuTensor all = x.tensor();
        long first = all.halves().address() + ((long) x.row() * all.columns() + x.column()) * Short.BYTES;
        return new GemmOperand(MatrixView.halves(first, all.columns()), Bf16Gemm.padded(x.rows()), x.columns());
    }

    /** {@code c = a · b}, and steps after it, with the addresses of what they read. */
    private static void multiply(
            Scratch s, GemmOperand a, GemmOperand b, MatrixView c, List<PostOp> after, long... operands) {
        Layout result = Layout.of(c);
        Primitive product = new MatMulPrimitive(
                        a.rows(),
                        b.columns(),
                        a.columns(),
                        Layout.of(a.part()),
                        Layout.of(b.part()),
                        result,
                        false,
                        after)
                .on(s, a.part(), b.part(), c);
        for (int i = 0; i < operands.length; i++) {
            product.at(MatMulPrimitive.MORE + i, operands[i]);
        }
        product.run(s.primitives().stream());
    }

    /** {@code c = c + a · b}; rows of the product behind those of c are left out. */
    private static void add(Scratch s, GemmOperand a, GemmOperand b, TensorSlice c) {
        if (c.rows() == a.rows()) {
            multiply(s, a, b, c.part(), List.of(PostOp.PLUS_RESULT));
            return;
        }
        CpuTensor product = s.matrix(PRODUCT, a.rows(), b.columns());
        multiply(s, a, b, MatrixView.of(product), List.of());
        float[] row = s.row(0, c.columns());
        float[] sum = s.row(1, c.columns());
        for (int i = 0; i < c.rows(); i++) {
            product.row(i, row);
            c.row(i, sum);
            for (int j = 0; j < c.columns(); j++) {
                sum[j] += row[j];
            }
            c.setRow(i, sum);
        }
    }

    /** Puts a value where a query does not see a key. */
    private static void hide(QueryTile t, CpuTensor weights, float value, Scratch s) {
        float[] hidden = s.row(0, weights.columns());
        Arrays.fill(hidden, 0, weights.columns(), value);
        for (int j = 0; j < weights.rows(); j++) {
            weights.page.put(weights.at(j), hidden, 0, j < t.keys() ? t.blind(j) : weights.columns());
        }
    }

    /** Weights of the columns behind the last query become zero. */
    private static void hideBehind(QueryTile t, CpuTensor weights, Scratch s) {
        int behind = weights.columns() - t.queries();
        float[] zeros = s.row(0, behind);
        Arrays.fill(zeros, 0, behind, 0f);
        for (int j = 0; j < t.keys(); j++) {
            weights.page.put(weights.at(j) + t.queries(), zeros, 0, behind);
        }
    }

    private static void largest(CpuTensor scores, float[] largest, Scratch s) {
        int columns = scores.columns();
        float[] row = s.row(0, columns);
        Arrays.fill(largest, 0, columns, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < scores.rows(); j++) {
            scores.row(j, row);
            for (int i = 0; i < columns; i++) {
                largest[i] = Math.max(largest[i], row[i]);
            }
        }
    }

    private static void sums(CpuTensor weights, float[] sums, Scratch s) {
        int columns = weights.columns();
        float[] row = s.row(0, columns);
        float[] some = s.row(3, columns);
        Arrays.fill(sums, 0, columns, 0f);
        for (int from = 0; from < weights.rows(); from += SUMMED_AT_ONCE) {
            Arrays.fill(some, 0, columns, 0f);
            for (int j = from; j < Math.min(weights.rows(), from + SUMMED_AT_ONCE); j++) {
                weights.row(j, row);
                add(row, some, columns);
            }
            add(some, sums, columns);
        }
    }

    private static void add(float[] more, float[] sums, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += more[i];
        }
    }

    /** Divides the rows of the result by the sums of their weights. */
    private static void share(CpuTensor product, float[] sums, TensorSlice result, Scratch s) {
        float[] row = s.row(0, result.columns());
        for (int i = 0; i < result.rows(); i++) {
            float share = 1f / sums[i];
            product.row(i, row);
            for (int j = 0; j < result.columns(); j++) {
                row[j] *= share;
            }
            result.setRow(i, row);
        }
    }

    /** The address of a value for each query. */
    private static long ofQueries(Scratch s, CpuTensor weights, float[] values) {
        CpuTensor row = s.matrix(OF_QUERIES, 1, weights.columns());
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

    /** {@code scale · Σ dp · p} of each query: the sum is that over the result's columns, {@code Σ dy · y}, with dropout too. */
    private static float[] along(AttentionCall call, AttentionCall down, QueryTile t, Scratch s) {
        int width = call.how().width();
        float[] y = s.row(1, width);
        float[] dy = s.row(2, width);
        float[] along = s.row(0, Bf16Gemm.padded(t.queries()));
        Arrays.fill(along, 0f);
        for (int i = 0; i < t.queries(); i++) {
            call.result(t).row(i, y);
            down.result(t).row(i, dy);
            along[i] = (float) (call.how().scale() * Reductions.dot(y, dy, width));
        }
        return along;
    }

    /** The factors of dropout. */
    private static CpuTensor dice(AttentionCall call, QueryTile t, CpuTensor weights, Scratch s) {
        CpuTensor dice = s.matrix(DICE, weights.rows(), weights.columns());
        int[] bits = s.integers(0, weights.columns());
        int[] offsets = s.integers(1, weights.columns());
        for (int i = 0; i < weights.columns(); i++) {
            offsets[i] = t.firstWeight(i) - t.firstWeight(0);
        }
        for (int j = 0; j < weights.rows(); j++) {
            call.dice().factors(call.how().dropout(), t.firstWeight(0) + j, offsets, bits, weights.columns());
            dice.page.putBits(dice.at(j), bits, weights.columns());
        }
        return dice;
    }

    private static void drop(CpuTensor weights, CpuTensor dice, Scratch s) {
        new BinaryPrimitive(weights.rows(), weights.columns(), PostOp.TIMES_MATRIX, List.of())
                .run(s, weights, dice.address());
    }
}
