package hangolo.engine.cpu;

import hangolo.engine.AttentionSpec;
import hangolo.engine.Conv1dShape;
import hangolo.engine.Conv1dWeights;
import hangolo.engine.HeadLayout;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Dispatches each operation to its kernel. */
final class CpuPass implements Pass {

    private final CpuTape tape;
    private final Runnable onClose;
    private final MatMul matmul;
    private final Elementwise elementwise;
    private final Norms norms;
    private final GroupNorm groupNorm;
    private final AttentionKernel attention;
    private final RowOps rowOps;
    private final Convolutions convolutions;
    private final DirectConvolution directConvolution;
    private final LossKernels losses;

    CpuPass(CpuTape tape, Runnable onClose) {
        this.tape = tape;
        this.onClose = onClose;
        this.matmul = new MatMul(tape);
        this.elementwise = new Elementwise(tape);
        this.norms = new Norms(tape);
        this.groupNorm = new GroupNorm(tape);
        this.attention = new AttentionKernel(tape);
        this.rowOps = new RowOps(tape);
        this.convolutions = new Convolutions(tape);
        this.directConvolution = new DirectConvolution(tape);
        this.losses = new LossKernels(tape);
    }

    @Override
    public Tensor constant(int rows, int columns, float[] values) {
        CpuTensor y = tape.result(rows, columns);
        y.block.put(y.offset, values, 0, values.length);
        return y;
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight) {
        return matmul.linear(CpuTape.of(x), CpuTape.of(weight), true, Optional.empty());
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(CpuTape.of(x), CpuTape.of(weight), true, Optional.of(CpuTape.of(bias)));
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(CpuTape.of(x), CpuTape.of(weight), false, Optional.of(CpuTape.of(bias)));
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight) {
        return matmul.linear(CpuTape.of(x), CpuTape.of(weight), false, Optional.empty());
    }

    @Override
    public Tensor attention(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec spec) {
        return attention.apply(queries, keys, values, spec);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return elementwise.add(CpuTape.of(a), CpuTape.of(b));
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        return elementwise.scale(CpuTape.of(x), factor);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return elementwise.multiply(CpuTape.of(a), CpuTape.of(b));
    }

    @Override
    public Tensor addRow(Tensor x, Tensor row) {
        return matmul.addRow(CpuTape.of(x), CpuTape.of(row));
    }

    @Override
    public Tensor geluTanh(Tensor x) {
        return elementwise.geluTanh(CpuTape.of(x));
    }

    @Override
    public Tensor geglu(Tensor x) {
        return elementwise.geglu(CpuTape.of(x));
    }

    @Override
    public Tensor relu(Tensor x) {
        return elementwise.activation(CpuTape.of(x), v -> Math.max(v, 0f), v -> v > 0f ? 1f : 0f);
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        return elementwise.leakyRelu(CpuTape.of(x), slope);
    }

    @Override
    public Tensor tanh(Tensor x) {
        return elementwise.forward("tanh", CpuTape.of(x), MathFunctions::tanh);
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return elementwise.forward("sigmoid", CpuTape.of(x), MathFunctions::sigmoid);
    }

    @Override
    public Tensor dropout(Tensor x, float probability) {
        return tape.training() && probability > 0f ? elementwise.dropout(CpuTape.of(x), probability) : x;
    }

    @Override
    public Tensor residual(Tensor x, Tensor branch, float probability) {
        return elementwise.residual(CpuTape.of(x), CpuTape.of(branch), probability);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon) {
        return norms.layerNorm(CpuTape.of(x), CpuTape.of(gain), CpuTape.of(bias), epsilon);
    }

    @Override
    public Tensor groupNorm(Tensor x, PackedSequences sequences, int groups, Tensor gain, Tensor bias, float epsilon) {
        return groupNorm.apply(CpuTape.of(x), sequences, groups, CpuTape.of(gain), CpuTape.of(bias), epsilon);
    }

    @Override
    public Tensor rmsNorm(Tensor x, Tensor gain) {
        return norms.rmsNorm(CpuTape.of(x), CpuTape.of(gain));
    }

    @Override
    public Tensor gather(Tensor table, int[] rows) {
        return rowOps.gather(CpuTape.of(table), rows);
    }

    @Override
    public Tensor concatRows(Tensor... parts) {
        return rowOps.concatRows(all(parts));
    }

    @Override
    public Tensor concatColumns(Tensor... parts) {
        return rowOps.concatColumns(all(parts));
    }

    @Override
    public Tensor columns(Tensor x, int from, int to) {
        return rowOps.columns(CpuTape.of(x), from, to);
    }

    @Override
    public Tensor meanRows(Tensor x, PackedSequences sequences) {
        return rowOps.meanRows(CpuTape.of(x), sequences);
    }

    @Override
    public Tensor softmaxRows(Tensor x, PackedSequences sequences) {
        return rowOps.softmaxRows(CpuTape.of(x), sequences);
    }

    @Override
    public Tensor interpolateRows(Tensor x, int outputs, double scale) {
        return rowOps.interpolate(CpuTape.of(x), outputs, scale);
    }

    @Override
    public Tensor unfold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return convolutions.unfold(CpuTape.of(x), sequences, window);
    }

    @Override
    public Tensor fold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return convolutions.fold(CpuTape.of(x), sequences, window);
    }

    @Override
    public Tensor convolution(Tensor x, float slope, Conv1dWeights filter) {
        return DirectConvolution.suits(filter)
                ? directConvolution.apply(CpuTape.of(x), slope, filter)
                : Pass.super.convolution(x, slope, filter);
    }

    @Override
    public Tensor residualPair(Tensor x, float slope, Conv1dWeights first, Conv1dWeights second) {
        return DirectConvolution.suits(first) && DirectConvolution.suits(second)
                ? directConvolution.pair(CpuTape.of(x), slope, first, second)
                : Pass.super.residualPair(x, slope, first, second);
    }

    @Override
    public Tensor unfoldImage(Tensor x, int height, int width, int kernel, int stride) {
        return convolutions.unfoldImage(CpuTape.of(x), height, width, kernel, stride);
    }

    @Override
    public Tensor crossEntropy(Tensor logits, int[] targets) {
        return losses.crossEntropy(CpuTape.of(logits), targets);
    }

    @Override
    public Tensor squaredError(Tensor x, Tensor target) {
        return losses.squaredError(CpuTape.of(x), CpuTape.of(target));
    }

    @Override
    public Tensor checkpointed(Tensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        return tape.checkpointed(CpuTape.of(x), rows, columns, body);
    }

    @Override
    public Tensor buffer(int rows, int columns) {
        return tape.zeros(rows, columns);
    }

    @Override
    public void put(Tensor buffer, int row, Tensor x) {
        rowOps.copy(CpuTape.of(x), 0, CpuTape.of(buffer), row, x.rows());
    }

    @Override
    public void backward(Tensor loss, float scale) {
        CpuTensor scalar = CpuTape.of(loss);
        if (!tape.training() || !scalar.tracked()) {
            throw new IllegalStateException("backward needs a loss of a training pass that depends on a parameter");
        }
        CpuTensor gradient = tape.gradient(scalar);
        gradient.block.put(gradient.offset, scale);
        tape.backward();
    }

    @Override
    public float[] read(Tensor tensor) {
        CpuTensor x = CpuTape.of(tensor);
        float[] values = new float[x.count()];
        x.block.get(x.offset, values, 0, values.length);
        return values;
    }

    @Override
    public Tensor packed(Tensor weight) {
        return matmul.packed(CpuTape.of(weight));
    }

    @Override
    public long mark() {
        return tape.mark();
    }

    @Override
    public void release(long mark) {
        tape.release(mark);
    }

    @Override
    public void close() {
        tape.close();
        onClose.run();
    }

    private static CpuTensor[] all(Tensor... tensors) {
        return Arrays.stream(tensors).map(CpuTape::of).toArray(CpuTensor[]::new);
    }
}
