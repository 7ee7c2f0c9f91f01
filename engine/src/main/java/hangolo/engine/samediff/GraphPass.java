package hangolo.engine.samediff;

import hangolo.engine.AttentionSpec;
import hangolo.engine.Conv1dShape;
import hangolo.engine.CounterRng;
import hangolo.engine.HeadLayout;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.engine.samediff.Executor.Definition;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The operations as graph nodes. */
abstract class GraphPass implements Pass {

    private final DataType type;
    private final Executor executor;
    private final Runnable onClose;

    GraphPass(DataType type, Executor executor, Runnable onClose) {
        this.type = type;
        this.executor = executor;
        this.onClose = onClose;
    }

    /** The generator of the next random operation; none outside of training. */
    abstract Optional<CounterRng> nextRng();

    /** Whether an operation on these inputs has to have a gradient. */
    abstract boolean differentiates(Tensor... inputs);

    private void forwardOnly(String operation, Tensor... inputs) {
        if (differentiates(inputs)) {
            throw new IllegalStateException(operation + " has no gradient: use it in an inference pass only");
        }
    }

    final INDArray array(int rows, int columns, float... values) {
        return Nd4j.create(values, new long[] {rows, columns}, 'c').castTo(type);
    }

    final INDArray zeros(int rows, int columns) {
        return Nd4j.zeros(type, rows, columns);
    }

    private GraphTensor apply(int rows, int columns, Definition definition, Tensor... inputs) {
        return executor.apply(
                rows,
                columns,
                definition,
                Arrays.stream(inputs).map(GraphTensor::of).toList());
    }

    private GraphTensor same(Definition definition, Tensor x, Tensor... others) {
        Tensor[] inputs = new Tensor[others.length + 1];
        inputs[0] = x;
        System.arraycopy(others, 0, inputs, 1, others.length);
        return apply(x.rows(), x.columns(), definition, inputs);
    }

    @Override
    public Tensor constant(int rows, int columns, float[] values) {
        return GraphTensor.of(array(rows, columns, values));
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight) {
        boolean outer = x.columns() == 1;
        return apply(x.rows(), weight.rows(), (g, in) -> Formulas.linear(g, in.get(0), in.get(1), outer), x, weight);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return addRow(linear(x, weight), bias);
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight) {
        boolean outer = x.columns() == 1;
        return apply(x.rows(), weight.columns(), (g, in) -> Formulas.matmul(g, in.get(0), in.get(1), outer), x, weight);
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight, Tensor bias) {
        return addRow(matmul(x, weight), bias);
    }

    @Override
    public Tensor attention(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec spec) {
        Optional<CounterRng> rng = nextRng().filter(r -> spec.dropout() > 0);
        GraphAttention attention = new GraphAttention(queries, keys, values, spec, rng, type);
        return apply(
                spec.queries().rows(),
                spec.heads() * spec.width(),
                (g, in) -> attention.of(g, in.get(0), in.get(1), in.get(2)),
                queries.tensor(),
                keys.tensor(),
                values.tensor());
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return same((g, in) -> in.get(0).add(in.get(1)), a, b);
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        return same((g, in) -> in.get(0).mul(factor), x);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        forwardOnly("multiply", a, b);
        return same((g, in) -> in.get(0).mul(in.get(1)), a, b);
    }

    @Override
    public Tensor addRow(Tensor x, Tensor row) {
        return same((g, in) -> in.get(0).add(in.get(1)), x, row);
    }

    @Override
    public Tensor geluTanh(Tensor x) {
        return same((g, in) -> Formulas.geluTanh(g, in.get(0)), x);
    }

    @Override
    public Tensor geglu(Tensor x) {
        int half = x.columns() / 2;
        return apply(x.rows(), half, (g, in) -> Formulas.geglu(g, in.get(0), x.rows(), half), x);
    }

    @Override
    public Tensor relu(Tensor x) {
        return same((g, in) -> g.nn().relu(in.get(0), 0), x);
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        forwardOnly("leakyRelu", x);
        return same((g, in) -> g.nn().leakyRelu(in.get(0), slope), x);
    }

    @Override
    public Tensor tanh(Tensor x) {
        forwardOnly("tanh", x);
        return same((g, in) -> g.math().tanh(in.get(0)), x);
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        forwardOnly("sigmoid", x);
        return same((g, in) -> g.nn().sigmoid(in.get(0)), x);
    }

    @Override
    public Tensor dropout(Tensor x, float probability) {
        Optional<CounterRng> rng = probability > 0 ? nextRng() : Optional.empty();
        if (rng.isEmpty()) {
            return x;
        }
        float[] factors = new float[x.count()];
        Arrays.fill(factors, 1f);
        rng.get().dropout(probability, 0, factors, factors.length);
        INDArray mask = array(x.rows(), x.columns(), factors);
        return same((g, in) -> in.get(0).mul(g.constant(mask)), x);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon) {
        return same((g, in) -> Formulas.layerNorm(g, in.get(0), in.get(1), in.get(2), epsilon), x, gain, bias);
    }

    @Override
    public Tensor groupNorm(Tensor x, PackedSequences sequences, int groups, Tensor gain, Tensor bias, float epsilon) {
        Definition definition = (g, in) -> {
            SDVariable[] affine = {in.get(1), in.get(2)};
            return Formulas.groupNorm(g, in.get(0), sequences, groups, x.columns(), affine, epsilon);
        };
        return same(definition, x, gain, bias);
    }

    @Override
    public Tensor rmsNorm(Tensor x, Tensor gain) {
        INDArray least = array(1, 1, 1e-12f);
        return same((g, in) -> Formulas.rmsNorm(g, in.get(0), in.get(1), x.columns(), least), x, gain);
    }

    @Override
    public Tensor gather(Tensor table, int[] rows) {
        return apply(rows.length, table.columns(), (g, in) -> gathered(g, in.get(0), table, rows), table);
    }

    /** SameDiff's own gather is not reliably differentiable: where a gradient is needed, a matmul with a one-hot matrix is used. */
    private SDVariable gathered(SameDiff g, SDVariable x, Tensor table, int... rows) {
        return differentiates(table)
                ? g.mmul(g.constant(WindowIndices.choice(type, table.rows(), rows)), x)
                : g.gather(x, rows, 0);
    }

    /** As {@link #gathered}; the row count stands for a row of zeros. */
    private SDVariable gatheredOrZero(SameDiff g, SDVariable x, Tensor table, int... rows) {
        return differentiates(table)
                ? gathered(g, x, table, rows)
                : g.gather(g.concat(0, x, g.constant(zeros(1, table.columns()))), rows, 0);
    }

    @Override
    public Tensor concatRows(Tensor... parts) {
        int rows = Arrays.stream(parts).mapToInt(Tensor::rows).sum();
        return apply(rows, parts[0].columns(), Formulas::concatRows, parts);
    }

    @Override
    public Tensor concatColumns(Tensor... parts) {
        forwardOnly("concatColumns", parts);
        int columns = Arrays.stream(parts).mapToInt(Tensor::columns).sum();
        return apply(parts[0].rows(), columns, (g, in) -> g.concat(1, in.toArray(SDVariable[]::new)), parts);
    }

    @Override
    public Tensor columns(Tensor x, int from, int to) {
        forwardOnly("columns", x);
        return apply(x.rows(), to - from, (g, in) -> g.slice(in.get(0), new int[] {0, from}, x.rows(), to - from), x);
    }

    @Override
    public Tensor meanRows(Tensor x, PackedSequences sequences) {
        forwardOnly("meanRows", x);
        return apply(
                sequences.count(),
                x.columns(),
                (g, in) -> Formulas.each(g, in.get(0), sequences, x.columns(), (part, length) -> part.mean(true, 0)),
                x);
    }

    @Override
    public Tensor softmaxRows(Tensor x, PackedSequences sequences) {
        forwardOnly("softmaxRows", x);
        return same(
                (g, in) -> Formulas.each(
                        g,
                        in.get(0),
                        sequences,
                        x.columns(),
                        (part, length) -> g.transpose(g.nn().softmax(g.transpose(part), 1))),
                x);
    }

    @Override
    public Tensor interpolateRows(Tensor x, int outputs, double scale) {
        forwardOnly("interpolateRows", x);
        Interpolation between = Interpolation.of(x.rows(), outputs, scale);
        return apply(outputs, x.columns(), (g, in) -> between.of(g, in.get(0), type), x);
    }

    @Override
    public Tensor unfold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        int outputs = window.outputs(sequences).rows();
        int[] sources = WindowIndices.sources(sequences, window);
        return apply(
                outputs,
                x.columns() * window.kernel(),
                (g, in) -> Formulas.tapsBehindChannels(
                        g, gatheredOrZero(g, in.get(0), x, sources), outputs, window.kernel(), x.columns()),
                x);
    }

    @Override
    public Tensor fold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        forwardOnly("fold", x);
        int channels = x.columns() / window.kernel();
        int[] targets = WindowIndices.sources(sequences, window);
        Definition definition = (g, in) -> {
            SDVariable taps = Formulas.tapsBeforeChannels(g, in.get(0), x.rows(), window.kernel(), channels);
            SDVariable ids = g.constant(Nd4j.createFromArray(targets));
            SDVariable sums = g.unsortedSegmentSum(taps, ids, sequences.rows() + 1);
            return g.slice(sums, new int[] {0, 0}, sequences.rows(), channels);
        };
        return apply(sequences.rows(), channels, definition, x);
    }

    @Override
    public Tensor unfoldImage(Tensor x, int height, int width, int kernel, int stride) {
        forwardOnly("unfoldImage", x);
        int[] sources = WindowIndices.imageSources(height, width, kernel, stride);
        int taps = kernel * kernel;
        int outputs = sources.length / taps;
        return apply(
                outputs,
                x.columns() * taps,
                (g, in) -> Formulas.tapsBehindChannels(
                        g, gatheredOrZero(g, in.get(0), x, sources), outputs, taps, x.columns()),
                x);
    }

    @Override
    public Tensor crossEntropy(Tensor logits, int[] targets) {
        float[] chosen = new float[logits.count()];
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= 0) {
                chosen[i * logits.columns() + targets[i]] = 1f;
            }
        }
        INDArray rows = array(logits.rows(), logits.columns(), chosen);
        return apply(1, 1, (g, in) -> Formulas.crossEntropy(g, in.get(0), rows), logits);
    }

    @Override
    public Tensor squaredError(Tensor x, Tensor target) {
        GraphTensor fixed = GraphTensor.of(executor.values(GraphTensor.of(target)));
        return apply(1, 1, (g, in) -> Formulas.squaredError(g, in.get(0), in.get(1)), x, fixed);
    }

    @Override
    public float[] read(Tensor tensor) {
        return executor.values(GraphTensor.of(tensor)).dup('c').data().asFloat();
    }

    @Override
    public double value(Tensor scalar) {
        return executor.values(GraphTensor.of(scalar)).getDouble(0);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
