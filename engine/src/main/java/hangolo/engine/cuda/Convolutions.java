package hangolo.engine.cuda;

import hangolo.engine.Conv1dShape;
import hangolo.engine.PackedSequences;

/** Unfold (im2col) and fold (col2im), for convolutions as matrix multiplications. Each is the gradient of the other. */
final class Convolutions {

    private final Tape tape;

    Convolutions(Tape tape) {
        this.tape = tape;
    }

    CudaTensor unfold(CudaTensor x, PackedSequences sequences, Conv1dShape window) {
        int outputs = window.outputs(sequences).rows();
        CudaTensor y = tape.tensor(outputs, x.columns() * window.kernel(), x);
        move("unfold", x, y, sequences, window, x.columns());
        tape.backward(y, () -> move("fold", y.gradient(), tape.gradient(x), sequences, window, x.columns()));
        return y;
    }

    CudaTensor fold(CudaTensor x, PackedSequences sequences, Conv1dShape window) {
        int channels = x.columns() / window.kernel();
        CudaTensor y = tape.onlyForward("fold", sequences.rows(), channels, x);
        tape.device().fill(y.address(), y.count(), 0f);
        move("fold", x, y, sequences, window, channels);
        return y;
    }

    private void move(
            String kernel, CudaTensor from, CudaTensor to, PackedSequences sequences, Conv1dShape w, int channels) {
        tape.device()
                .each(
                        kernel,
                        to.count(),
                        from.address(),
                        tape.bounds(sequences),
                        tape.bounds(w.outputs(sequences)),
                        sequences.count(),
                        to.address(),
                        channels,
                        w.kernel(),
                        w.stride(),
                        w.padding(),
                        w.dilation());
    }

    CudaTensor unfoldImage(CudaTensor x, int height, int width, int kernel, int stride) {
        Conv1dShape window = new Conv1dShape(kernel, stride, (kernel - 1) / 2, 1);
        int high = window.outputs(height);
        int wide = window.outputs(width);
        int channels = x.columns();
        CudaTensor y = tape.onlyForward("unfoldImage", high * wide, channels * kernel * kernel, x);
        tape.device()
                .each(
                        "unfoldImage",
                        y.count(),
                        x.address(),
                        y.address(),
                        height,
                        width,
                        channels,
                        kernel,
                        stride,
                        wide);
        return y;
    }
}
