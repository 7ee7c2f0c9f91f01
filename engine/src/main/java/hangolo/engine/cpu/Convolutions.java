package hangolo.engine.cpu;

import hangolo.engine.Conv1dShape;
import hangolo.engine.PackedSequences;
import java.util.Arrays;

/** Unfold (im2col) and fold (col2im), for convolutions as matrix multiplications. Each is the gradient of the other. */
final class Convolutions {

    private final Tape tape;

    Convolutions(Tape tape) {
        this.tape = tape;
    }

    CpuTensor unfold(CpuTensor x, PackedSequences sequences, Conv1dShape window) {
        PackedSequences outputs = window.outputs(sequences);
        CpuTensor y = tape.result(outputs.rows(), x.columns() * window.kernel(), x);
        unfold(x, sequences, window, outputs, y);
        tape.record(y, () -> fold(tape.gradient(y), sequences, window, outputs, tape.gradient(x)));
        return y;
    }

    CpuTensor fold(CpuTensor x, PackedSequences sequences, Conv1dShape window) {
        PackedSequences outputs = window.outputs(sequences);
        CpuTensor y = tape.forwardOnly("fold", sequences.rows(), x.columns() / window.kernel(), x);
        y.block.zero(y.offset, y.count());
        fold(x, sequences, window, outputs, y);
        return y;
    }

    private void unfold(CpuTensor x, PackedSequences sequences, Conv1dShape w, PackedSequences outputs, CpuTensor y) {
        int c = x.columns();
        int k = w.kernel();
        for (int i = 0; i < sequences.count(); i++) {
            int start = sequences.start(i);
            int end = sequences.end(i);
            int first = outputs.start(i);
            tape.pool.rows(outputs.length(i), c * k, (from, to, s) -> {
                float[] in = s.row(0, c);
                float[] out = s.row(1, c * k);
                for (int o = from; o < to; o++) {
                    Arrays.fill(out, 0, c * k, 0f);
                    for (int t = 0; t < k; t++) {
                        int r = start + o * w.stride() - w.padding() + t * w.dilation();
                        if (r >= start && r < end) {
                            x.row(r, in);
                            for (int j = 0; j < c; j++) {
                                out[j * k + t] = in[j];
                            }
                        }
                    }
                    y.setRow(first + o, out);
                }
            });
        }
    }

    /** Adds to {@code y}: every row sums its elements over all windows. */
    private void fold(CpuTensor x, PackedSequences sequences, Conv1dShape w, PackedSequences outputs, CpuTensor y) {
        int c = y.columns();
        int k = w.kernel();
        for (int i = 0; i < sequences.count(); i++) {
            int start = sequences.start(i);
            int first = outputs.start(i);
            int windows = outputs.length(i);
            tape.pool.rows(sequences.length(i), c * k, (from, to, s) -> {
                float[] in = s.row(0, c * k);
                float[] sum = s.row(1, c);
                for (int r = from; r < to; r++) {
                    y.row(start + r, sum);
                    for (int t = 0; t < k; t++) {
                        int distance = r + w.padding() - t * w.dilation();
                        int o = Math.floorDiv(distance, w.stride());
                        if (o >= 0 && o < windows && o * w.stride() == distance) {
                            x.row(first + o, in);
                            for (int j = 0; j < c; j++) {
                                sum[j] += in[j * k + t];
                            }
                        }
                    }
                    y.setRow(start + r, sum);
                }
            });
        }
    }

    CpuTensor unfoldImage(CpuTensor x, int height, int width, int kernel, int stride) {
        int c = x.columns();
        int padding = (kernel - 1) / 2;
        Conv1dShape window = new Conv1dShape(kernel, stride, padding, 1);
        int high = window.outputs(height);
        int wide = window.outputs(width);
        int size = c * kernel * kernel;
        CpuTensor y = tape.forwardOnly("unfoldImage", high * wide, size, x);
        tape.pool.rows(high * wide, size, (from, to, s) -> {
            float[] in = s.row(0, c);
            float[] out = s.row(1, size);
            for (int o = from; o < to; o++) {
                Arrays.fill(out, 0, size, 0f);
                for (int t = 0; t < kernel * kernel; t++) {
                    int r = o / wide * stride - padding + t / kernel;
                    int q = o % wide * stride - padding + t % kernel;
                    if (r >= 0 && r < height && q >= 0 && q < width) {
                        x.row(r * width + q, in);
                        for (int j = 0; j < c; j++) {
                            out[j * kernel * kernel + t] = in[j];
                        }
                    }
                }
                y.setRow(o, out);
            }
        });
        return y;
    }
}
