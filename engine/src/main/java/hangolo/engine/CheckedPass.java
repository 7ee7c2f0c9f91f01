package hangolo.engine;

import java.util.function.UnaryOperator;

/**
 * Checks the shapes of every operation before it reaches a backend; an error names both shapes.
 * Backends check nothing themselves.
 */
public final class CheckedPass implements Pass {

    private final Pass pass;

    /** Checks in front of a pass. */
    public CheckedPass(Pass pass) {
        this.pass = pass;
    }

    @Override
    public Tensor constant(int rows, int columns, float[] values) {
        if (values.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException(
                    "constant: expected " + rows * columns + " values, found " + values.length);
        }
        return pass.constant(rows, columns, values);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight) {
        Shapes.columns("linear", x, weight.columns());
        return pass.linear(x, weight);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        Shapes.columns("linear", x, weight.columns());
        Shapes.vector("linear bias", bias, weight.rows());
        return pass.linear(x, weight, bias);
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight, Tensor bias) {
        Shapes.columns("matmul", x, weight.rows());
        Shapes.vector("matmul bias", bias, weight.columns());
        return pass.matmul(x, weight, bias);
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight) {
        Shapes.columns("matmul", x, weight.rows());
        return pass.matmul(x, weight);
    }

    @Override
    public Tensor attention(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec spec) {
        Shapes.rows("attention queries", queries.tensor(), spec.queries().rows());
        for (HeadLayout heads : new HeadLayout[] {queries, keys, values}) {
            int last = heads.offset() + (spec.heads() - 1) * heads.stride() + spec.width();
            Shapes.range("attention heads", heads.offset(), last, heads.tensor().columns());
        }
        // Keys may lie in a longer buffer, for generation with a cache.
        Shapes.range("attention keys", 0, spec.keys().rows(), keys.tensor().rows());
        Shapes.range("attention values", 0, spec.keys().rows(), values.tensor().rows());
        return pass.attention(queries, keys, values, spec);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        Shapes.same("add", a, b);
        return pass.add(a, b);
    }

    @Override
    public Tensor residual(Tensor x, Tensor branch, float probability) {
        Shapes.same("residual", x, branch);
        return pass.residual(x, branch, probability);
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        return pass.scale(x, factor);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        if (b.rows() == 1) {
            Shapes.columns("multiply", b, a.columns());
        } else {
            Shapes.same("multiply", a, b);
        }
        return pass.multiply(a, b);
    }

    @Override
    public Tensor addRow(Tensor x, Tensor row) {
        Shapes.vector("addRow", row, x.columns());
        return pass.addRow(x, row);
    }

    @Override
    public Tensor geluTanh(Tensor x) {
        return pass.geluTanh(x);
    }

    @Override
    public Tensor geglu(Tensor x) {
        if (x.columns() % 2 != 0) {
            throw new IllegalArgumentException("geglu: expected two halves, found " + x.shape());
        }
        return pass.geglu(x);
    }

    @Override
    public Tensor relu(Tensor x) {
        return pass.relu(x);
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        return pass.leakyRelu(x, slope);
    }

    @Override
    public Tensor tanh(Tensor x) {
        return pass.tanh(x);
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return pass.sigmoid(x);
    }

    @Override
    public Tensor dropout(Tensor x, float probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "dropout: expected a probability from 0 to below 1, found " + probability);
        }
        return pass.dropout(x, probability);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon) {
        Shapes.vector("layerNorm gain", gain, x.columns());
        Shapes.vector("layerNorm bias", bias, x.columns());
        return pass.layerNorm(x, gain, bias, epsilon);
    }

    @Override
    public Tensor groupNorm(Tensor x, PackedSequences sequences, int groups, Tensor gain, Tensor bias, float epsilon) {
        Shapes.rows("groupNorm", x, sequences.rows());
        Shapes.vector("groupNorm gain", gain, x.columns());
        Shapes.vector("groupNorm bias", bias, x.columns());
        if (x.columns() % groups != 0) {
            throw new IllegalArgumentException("groupNorm: " + groups + " groups do not divide " + x.shape());
        }
        return pass.groupNorm(x, sequences, groups, gain, bias, epsilon);
    }

    @Override
    public Tensor rmsNorm(Tensor x, Tensor gain) {
        Shapes.vector("rmsNorm gain", gain, x.columns());
        return pass.rmsNorm(x, gain);
    }

    @Override
    public Tensor gather(Tensor table, int[] rows) {
        for (int row : rows) {
            Shapes.range("gather", row, row + 1, table.rows());
        }
        return pass.gather(table, rows);
    }

    @Override
    public Tensor concatRows(Tensor... parts) {
        for (Tensor part : parts) {
            Shapes.columns("concatRows", part, parts[0].columns());
        }
        return pass.concatRows(parts);
    }

    @Override
    public Tensor concatColumns(Tensor... parts) {
        for (Tensor part : parts) {
            Shapes.rows("concatColumns", part, parts[0].rows());
        }
        return pass.concatColumns(parts);
    }

    @Override
    public Tensor columns(Tensor x, int from, int to) {
        Shapes.range("columns", from, to, x.columns());
        return pass.columns(x, from, to);
    }

    @Override
    public Tensor meanRows(Tensor x, PackedSequences sequences) {
        Shapes.rows("meanRows", x, sequences.rows());
        return pass.meanRows(x, sequences);
    }

    @Override
    public Tensor softmaxRows(Tensor x, PackedSequences sequences) {
        Shapes.rows("softmaxRows", x, sequences.rows());
        return pass.softmaxRows(x, sequences);
    }

    @Override
    public Tensor interpolateRows(Tensor x, int outputs, double scale) {
        return pass.interpolateRows(x, outputs, scale);
    }

    @Override
    public Tensor unfold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        Shapes.rows("unfold", x, sequences.rows());
        return pass.unfold(x, sequences, window);
    }

    @Override
    public Tensor fold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        Shapes.rows("fold", x, window.outputs(sequences).rows());
        if (x.columns() % window.kernel() != 0) {
            throw new IllegalArgumentException("fold: " + window.kernel() + " taps do not divide " + x.shape());
        }
        return pass.fold(x, sequences, window);
    }

    @Override
    public Tensor convolution(Tensor x, float slope, Conv1dWeights filter) {
        check("convolution", slope, filter, x.columns());
        return pass.convolution(x, slope, filter);
    }

    @Override
    public Tensor residualPair(Tensor x, float slope, Conv1dWeights first, Conv1dWeights second) {
        check("residualPair", slope, first, x.columns());
        check("residualPair", slope, second, first.weight().rows());
        Shapes.rows("residualPair, second weight", second.weight(), x.columns());
        int rows = second.window().outputs(first.window().outputs(x.rows()));
        Shapes.rows("residualPair", x, rows);
        return pass.residualPair(x, slope, first, second);
    }

    private static void check(String operation, float slope, Conv1dWeights filter, int inputs) {
        if (!(slope > 0f && slope <= 1f)) {
            throw new IllegalArgumentException(operation + ": the slope must be above 0 and at most 1, found " + slope);
        }
        Shapes.columns(
                operation + " weight", filter.weight(), inputs * filter.window().kernel());
        Shapes.vector(operation + " bias", filter.bias(), filter.weight().rows());
    }

    @Override
    public Tensor unfoldImage(Tensor x, int height, int width, int kernel, int stride) {
        Shapes.rows("unfoldImage", x, height * width);
        return pass.unfoldImage(x, height, width, kernel, stride);
    }

    @Override
    public Tensor crossEntropy(Tensor logits, int[] targets) {
        Shapes.rows("crossEntropy", logits, targets.length);
        for (int target : targets) {
            Shapes.range("crossEntropy target", Math.max(target, 0), Math.max(target, 0) + 1, logits.columns());
        }
        return pass.crossEntropy(logits, targets);
    }

    @Override
    public Tensor squaredError(Tensor x, Tensor target) {
        Shapes.same("squaredError", x, target);
        return pass.squaredError(x, target);
    }

    @Override
    public Tensor checkpointed(Tensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        return pass.checkpointed(x, rows, columns, in -> {
            Tensor y = body.apply(in);
            Shapes.rows("block", y, rows);
            Shapes.columns("block", y, columns);
            return y;
        });
    }

    @Override
    public Tensor buffer(int rows, int columns) {
        return pass.buffer(rows, columns);
    }

    @Override
    public void put(Tensor buffer, int row, Tensor x) {
        Shapes.columns("put", x, buffer.columns());
        Shapes.range("put", row, row + x.rows(), buffer.rows());
        pass.put(buffer, row, x);
    }

    @Override
    public void backward(Tensor loss, float scale) {
        Shapes.vector("backward", loss, 1);
        pass.backward(loss, scale);
    }

    @Override
    public float[] read(Tensor tensor) {
        return pass.read(tensor);
    }

    @Override
    public double value(Tensor scalar) {
        Shapes.vector("value", scalar, 1);
        return pass.value(scalar);
    }

    @Override
    public Tensor packed(Tensor weight) {
        return pass.packed(weight);
    }

    @Override
    public long mark() {
        return pass.mark();
    }

    @Override
    public void release(long mark) {
        pass.release(mark);
    }

    @Override
    public void close() {
        pass.close();
    }
}
