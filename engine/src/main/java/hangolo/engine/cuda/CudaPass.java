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

    private final CudaTape tape;
    private final Runnable onClose;
    private final MatMul matmul;
    private final Elementwise values;
    private final Norms norms;
    private final RowOps rows;
    private final Convolutions windows;
    private final LossKernels losses;

    CudaPass(CudaTape tape, Runnable onClose) {
        this.tape = tape;
        this.onClose = onClose;
        this.matmul = new MatMul(tape);
        this.values = new Elementwise(tape);
        this.norms = new Norms(tape);
        this.rows = new RowOps(tape);
        this.windows = new Convolutions(tape);
        this.losses = new LossKernels(tape);
    }

    private static CudaTensor[] all(Tensor... tensors) {
        return Arrays.stream(tensors).map(CudaTape::of).toArray(CudaTensor[]::new);
    }

    @Override
    public Tensor constant(int height, int width, float[] numbers) {
        return new CudaTensor(tape.upload(numbers), height, width, false);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight) {
        return matmul.linear(CudaTape.of(x), CudaTape.of(weight), true, Optional.empty());
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(CudaTape.of(x), CudaTape.of(weight), true, Optional.of(CudaTape.of(bias)));
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight) {
        return matmul.linear(CudaTape.of(x), CudaTape.of(weight), false, Optional.empty());
    }

    @Override
    public Tensor matmul(Tensor x, Tensor weight, Tensor bias) {
        return matmul.linear(CudaTape.of(x), CudaTape.of(weight), false, Optional.of(CudaTape.of(bias)));
    }

    @Override
    public Tensor addRow(Tensor x, Tensor row) {
        return matmul.addRow(CudaTape.of(x), CudaTape.of(row));
    }

    @Override
    public Tensor attention(HeadLayout queries, HeadLayout keys, HeadLayout heads, AttentionSpec spec) {
        return new AttentionKernel(tape).apply(queries, keys, heads, spec);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return values.add(CudaTape.of(a), CudaTape.of(b));
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return values.multiply(CudaTape.of(a), CudaTape.of(b));
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        return values.scale(CudaTape.of(x), factor);
    }

    @Override
    public Tensor geluTanh(Tensor x) {
        return tape.activations() == Precision.BF16
                ? values.geluTanhOfBf16(CudaTape.of(x))
                : values.activation("geluTanh", CudaTape.of(x));
    }

    @Override
    public Tensor relu(Tensor x) {
        return values.activation("relu", CudaTape.of(x));
    }

    @Override
    public Tensor geglu(Tensor x) {
        return values.geglu(CudaTape.of(x));
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        return values.leakyRelu(CudaTape.of(x), slope);
    }

    @Override
    public Tensor tanh(Tensor x) {
        return values.forward("tanh", "tangent", CudaTape.of(x));
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return values.forward("sigmoid", "sigmoid", CudaTape.of(x));
    }

    @Override
    public Tensor dropout(Tensor x, float probability) {
        if (!tape.training() || probability == 0f) {
            return x;
        }
        return values.dropout(CudaTape.of(x), probability);
    }

    @Override
    public Tensor residual(Tensor x, Tensor branch, float probability) {
        return values.residual(CudaTape.of(x), CudaTape.of(branch), tape.training() ? probability : 0f);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, float epsilon) {
        return norms.layerNorm(CudaTape.of(x), CudaTape.of(gain), CudaTape.of(bias), epsilon);
    }

    @Override
    public Tensor rmsNorm(Tensor x, Tensor gain) {
        return norms.rmsNorm(CudaTape.of(x), CudaTape.of(gain));
    }

    @Override
    public Tensor groupNorm(Tensor x, PackedSequences sequences, int groups, Tensor gain, Tensor bias, float epsilon) {
        return new GroupNorm(tape)
                .apply(CudaTape.of(x), sequences, groups, CudaTape.of(gain), CudaTape.of(bias), epsilon);
    }

    @Override
    public Tensor gather(Tensor table, int[] places) {
        return rows.gather(CudaTape.of(table), places);
    }

    @Override
    public Tensor concatRows(Tensor... parts) {
        return rows.concatRows(all(parts));
    }

    @Override
    public Tensor concatColumns(Tensor... parts) {
        return rows.concatColumns(all(parts));
    }

    @Override
    public Tensor columns(Tensor x, int from, int to) {
        return rows.columns(CudaTape.of(x), from, to);
    }

    @Override
    public Tensor meanRows(Tensor x, PackedSequences sequences) {
        return rows.meanRows(CudaTape.of(x), sequences);
    }

    @Override
    public Tensor softmaxRows(Tensor x, PackedSequences sequences) {
        return rows.softmaxRows(CudaTape.of(x), sequences);
    }

    @Override
    public Tensor interpolateRows(Tensor x, int outputs, double scale) {
        return rows.interpolate(CudaTape.of(x), outputs, scale);
    }

    @Override
    public Tensor unfold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return windows.unfold(CudaTape.of(x), sequences, window);
    }

    @Override
    public Tensor fold(Tensor x, PackedSequences sequences, Conv1dShape window) {
        return windows.fold(CudaTape.of(x), sequences, window);
    }

    @Override
    public Tensor unfoldImage(Tensor x, int height, int width, int kernel, int stride) {
        return windows.unfoldImage(CudaTape.of(x), height, width, kernel, stride);
    }

    @Override
    public Tensor crossEntropy(Tensor logits, int[] targets) {
        return losses.crossEntropy(CudaTape.of(logits), targets);
    }

    @Override
    public Tensor squaredError(Tensor x, Tensor target) {
        return losses.squaredError(CudaTape.of(x), CudaTape.of(target));
    }

    @Override
    public Tensor checkpointed(Tensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        return tape.checkpointed(CudaTape.of(x), rows, columns, body);
    }

    @Override
    public Tensor buffer(int height, int width) {
        return tape.zeros(height, width);
    }

    @Override
    public void put(Tensor buffer, int row, Tensor x) {
        rows.put(CudaTape.of(buffer), row, CudaTape.of(x));
    }

    @Override
    public void backward(Tensor loss, float scale) {
        if (!CudaTape.of(loss).tracked()) {
            throw new IllegalStateException("backward needs a loss of a training pass that depends on a parameter");
        }
        tape.device().fill(tape.gradient(CudaTape.of(loss)).address(), 1, scale);
        tape.backward();
    }

    @Override
    public float[] read(Tensor tensor) {
        float[] numbers = new float[tensor.count()];
        tape.device().download(CudaTape.of(tensor).address(), numbers, numbers.length);
        return numbers;
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
}
