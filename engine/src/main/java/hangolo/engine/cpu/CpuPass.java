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

    private final Tape tape;
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

    CpuPass(Tape tape, Runnable onClose) {
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
        return matmul.linear(Tape.of(x), Tape.of(weight), true, Optional.empty());
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(Tape.of(x), Tape.of(weight), true, Optional.of(Tape.of(bias)));
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(Tape.of(x), Tape.of(weight), false, Optional.of(Tape.of(bias)));
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight) {
        return matmul.linear(Tape.of(x), Tape.of(weight), false, Optional.empty());
    }

    @Override
    public Tensor attention(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec spec) {
        return attention.apply(queries, keys, values, spec);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return elementwise.add(Tape.of(a), Tape.of(b));
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        return elementwise.scale(Tape.of(x), factor);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return elementwise.multiply(Tape.of(a), Tape.of(b));
    }

    @Override
    public Tensor addRow(Tensor x, Tensor row) {
        return matmul.addRow(Tape.of(x), Tape.of(row));
    }

    @Override
    public Tensor geluTanh(Tensor x) {
        return elementwise.geluTanh(Tape.of(x));
    }

    @Override
    public Tensor geglu(Tensor x) {
        return elementwise.geglu(Tape.of(x));
    }

    @Override
    public Tensor relu(Tensor x) {
        return elementwise.activation(Tape.of(x), v -> Math.max(v, 0f), v -> v > 0f ? 1f : 0f);
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        return elementwise.leakyRelu(Tape.of(x), slope);
    }

    @Override
    public Tensor tanh(Tensor x) {
        return elementwise.forward("tanh", Tape.of(x), MathFunctions::tanh);
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return elementwise.forward("sigmoid", Tape.of(x), MathFunctions::sigmoid);
    }

    @Override
    public Tensor dropout(Tensor x, float probability) {
        return tape.training() && probability > 0f ? elementwise.dropout(Tape.of(x), probability) : x;
    }

    @Override
    public Tensor residual(Tensor x, Tensor branch, float probability) {
        return elementwise.residual(Tape.of(x), Tape.of(branch), probability);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon) {
        return norms.layerNorm(Tape.of(x), Tape.of(gain), Tape.of(bias), epsilon);
    }

    @Override
    public Tensor groupNorm(Tensor x, PackedSequences sequences, int groups, Tensor gain, Tensor bias, float epsilon) {
        return groupNorm.apply(Tape.of(x), sequences, groups, Tape.of(gain), Tape.of(bias), epsilon);
    }

    @Override
    public Tensor rmsNorm(Tensor x, Tensor gain) {
        return norms.rmsNorm(Tape.of(x), Tape.of(gain));
    }

    @Override
    public Tensor gather(Tensor table, int[] rows) {
        return rowOps.gather(Tape.of(table), rows);
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
        return rowOps.columns(Tape.of(x), from, to);
    }

    @Override
    public Tensor meanRows(Tensor x, PackedSequences sequences) {
        return rowOps.meanRows(Tape.of(x), sequences);
    }

    @Override
    public Tensor softmaxRows(Tensor x, PackedSequences sequences) {
        return rowOps.softmaxRows(Tape.of(x), sequences);
    }

    @Override
    public Tensor interpolateRows(Tensor x, int outputs, double scale) {
        return rowOps.interpolate(Tape.of(x), outputs, scale);
    }

    @Override
    public Tensor unfold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return convolutions.unfold(Tape.of(x), sequences, window);
    }

    @Override
    public Tensor fold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return convolutions.fold(Tape.of(x), sequences, window);
    }

    @Override
    public Tensor convolution(Tensor x, float slope, Conv1dWeights filter) {
        return DirectConvolution.suits(filter)
                ? directConvolution.apply(Tape.of(x), slope, filter)
                : Pass.super.convolution(x, slope, filter);
    }

    @Override
    public Tensor residualPair(Tensor x, float slope, Conv1dWeights first, Conv1dWeights second) {
        return DirectConvolution.suits(first) && DirectConvolution.suits(second)
                ? directConvolution.pair(Tape.of(x), slope, first, second)
                : Pass.super.residualPair(x, slope, first, second);
    }

    @Override
    public Tensor unfoldImage(Tensor x, int height, int width, int kernel, int stride) {
        return convolutions.unfoldImage(Tape.of(x), height, width, kernel, stride);
    }

    @Override
    public Tensor crossEntropy(Tensor logits, int[] targets) {
        return losses.crossEntropy(Tape.of(logits), targets);
    }

    @Override
    public Tensor squaredError(Tensor x, Tensor target) {
        return losses.squaredError(Tape.of(x), Tape.of(target));
    }

    @Override
    public Tensor checkpointed(Tensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        return tape.checkpointed(Tape.of(x), rows, columns, body);
    }

    @Override
    public Tensor buffer(int rows, int columns) {
        return tape.zeros(rows, columns);
    }

    @Override
    public void put(Tensor buffer, int row, Tensor x) {
        rowOps.copy(Tape.of(x), 0, Tape.of(buffer), row, x.rows());
    }

    @Override
    public void backward(Tensor loss, float scale) {
        CpuTensor scalar = Tape.of(loss);
        if (!tape.training() || !scalar.tracked()) {
            throw new IllegalStateException("backward needs a loss of a training pass that depends on a parameter");
        }
        CpuTensor gradient = tape.gradient(scalar);
        gradient.block.put(gradient.offset, scale);
        tape.runBackward();
    }

    @Override
    public float[] read(Tensor tensor) {
        CpuTensor x = Tape.of(tensor);
        float[] values = new float[x.count()];
        x.block.get(x.offset, values, 0, values.length);
        return values;
    }

    @Override
    public Tensor packed(Tensor weight) {
        return matmul.packed(Tape.of(weight));
    }

    @Override
    public long mark() {
        return tape.mark();
    }

    @Override
    public void release(long mark) {
        if (tape.training()) {
            throw new IllegalStateException(
                    "release is for inference: a training pass needs its tensors in the backward pass");
        }
        tape.release(mark);
    }

    @Override
    public void close() {
        tape.close();
        onClose.run();
    }

    private static CpuTensor[] all(Tensor... tensors) {
        return Arrays.stream(tensors).map(Tape::of).toArray(CpuTensor[]::new);
    }
}
