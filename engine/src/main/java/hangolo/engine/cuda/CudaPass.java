package hangolo.engine.cuda;

import hangolo.engine.AttentionSpec;
import hangolo.engine.Conv1dShape;
import hangolo.engine.HeadLayout;
import hangolo.engine.PackedSequences;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Dispatches each operation to its kernels. */
final class CudaPass implements Pass {

    private final Tape tape;
    private final Runnable end;
    private final MatMul matmul;
    private final Elementwise values;
    private final Norms norms;
    private final RowOps rows;
    private final Convolutions windows;
    private final LossKernels losses;
    private final CheckpointedBlocks blocks;

    CudaPass(Tape tape, Runnable end) {
        this.tape = tape;
        this.end = end;
        this.matmul = new MatMul(tape);
        this.values = new Elementwise(tape);
        this.norms = new Norms(tape);
        this.rows = new RowOps(tape);
        this.windows = new Convolutions(tape);
        this.losses = new LossKernels(tape);
        this.blocks = new CheckpointedBlocks(tape);
    }

    private static CudaTensor own(Tensor x) {
        return Tape.own(x);
    }

    private static CudaTensor[] own(Tensor... all) {
        return Arrays.stream(all).map(Tape::own).toArray(CudaTensor[]::new);
    }

    @Override
    public Tensor constant(int height, int width, float[] numbers) {
        return new CudaTensor(tape.upload(numbers), height, width, false);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight) {
        return matmul.linear(own(x), own(weight), true, Optional.empty());
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(own(x), own(weight), true, Optional.of(own(bias)));
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight) {
        return matmul.linear(own(x), own(weight), false, Optional.empty());
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(own(x), own(weight), false, Optional.of(own(bias)));
    }

    @Override
    public Tensor addRow(Tensor x, Tensor row) {
        return matmul.addRow(own(x), own(row));
    }

    @Override
    public Tensor attention(HeadLayout queries, HeadLayout keys, HeadLayout heads, AttentionSpec spec) {
        return new AttentionKernel(tape).apply(queries, keys, heads, spec);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return values.add(own(a), own(b));
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return values.multiply(own(a), own(b));
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        return values.scale(own(x), factor);
    }

    @Override
    public Tensor geluTanh(Tensor x) {
        return tape.activations() == Precision.BF16
                ? values.geluTanhOfBf16(own(x))
                : values.activation("geluTanh", own(x));
    }

    @Override
    public Tensor relu(Tensor x) {
        return values.activation("relu", own(x));
    }

    @Override
    public Tensor geglu(Tensor x) {
        return values.geglu(own(x));
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        return values.leakyRelu(own(x), slope);
    }

    @Override
    public Tensor tanh(Tensor x) {
        return values.forward("tanh", "tangent", own(x));
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return values.forward("sigmoid", "sigmoid", own(x));
    }

    @Override
    public Tensor dropout(Tensor x, float probability) {
        if (!tape.training() || probability == 0f) {
            return x;
        }
        return values.dropout(own(x), probability);
    }

    @Override
    public Tensor residual(Tensor x, Tensor branch, float probability) {
        return values.residual(own(x), own(branch), tape.training() ? probability : 0f);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon) {
        return norms.layerNorm(own(x), own(gain), own(bias), epsilon);
    }

    @Override
    public Tensor rmsNorm(Tensor x, Tensor gain) {
        return norms.rmsNorm(own(x), own(gain));
    }

    @Override
    public Tensor groupNorm(Tensor x, PackedSequences sequences, int groups, Tensor gain, Tensor bias, float epsilon) {
        return new GroupNorm(tape).apply(own(x), sequences, groups, own(gain), own(bias), epsilon);
    }

    @Override
    public Tensor gather(Tensor table, int[] places) {
        return rows.gather(own(table), places);
    }

    @Override
    public Tensor concatRows(Tensor... parts) {
        return rows.concatRows(own(parts));
    }

    @Override
    public Tensor concatColumns(Tensor... parts) {
        return rows.concatColumns(own(parts));
    }

    @Override
    public Tensor columns(Tensor x, int from, int to) {
        return rows.columns(own(x), from, to);
    }

    @Override
    public Tensor meanRows(Tensor x, PackedSequences sequences) {
        return rows.meanRows(own(x), sequences);
    }

    @Override
    public Tensor softmaxRows(Tensor x, PackedSequences sequences) {
        return rows.softmaxRows(own(x), sequences);
    }

    @Override
    public Tensor interpolateRows(Tensor x, int outputs, double scale) {
        return rows.interpolate(own(x), outputs, scale);
    }

    @Override
    public Tensor unfold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return windows.unfold(own(x), sequences, window);
    }

    @Override
    public Tensor fold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return windows.fold(own(x), sequences, window);
    }

    @Override
    public Tensor unfoldImage(Tensor x, int height, int width, int kernel, int stride) {
        return windows.unfoldImage(own(x), height, width, kernel, stride);
    }

    @Override
    public Tensor crossEntropy(Tensor logits, int[] targets) {
        return losses.crossEntropy(own(logits), targets);
    }

    @Override
    public Tensor squaredError(Tensor x, Tensor target) {
        return losses.squaredError(own(x), own(target));
    }

    @Override
    public Tensor checkpointed(Tensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        return blocks.apply(own(x), rows, columns, body);
    }

    @Override
    public Tensor buffer(int height, int width) {
        return tape.zeros(height, width);
    }

    @Override
    public void put(Tensor buffer, int row, Tensor x) {
        rows.put(own(buffer), row, own(x));
    }

    @Override
    public void backward(Tensor loss, float scale) {
        if (!own(loss).tracked()) {
            throw new IllegalStateException("backward needs a loss of a training pass that depends on a parameter");
        }
        tape.device().fill(tape.gradient(own(loss)).address(), 1, scale);
        tape.rewind();
    }

    @Override
    public float[] read(Tensor tensor) {
        float[] numbers = new float[tensor.count()];
        tape.device().download(own(tensor).address(), numbers, numbers.length);
        return numbers;
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
        end.run();
    }
}
