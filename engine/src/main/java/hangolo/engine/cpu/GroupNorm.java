package hangolo.engine.cpu;

import hangolo.engine.PackedSequences;
import java.util.Optional;

/**
 * Group norm: one mean and variance for all rows of a sequence and the columns of a group. Column sums are
 * reduced to groups.
 */
final class GroupNorm {

    private final CpuTape tape;

    GroupNorm(CpuTape tape) {
        this.tape = tape;
    }

    CpuTensor apply(CpuTensor x, PackedSequences sequences, int groups, CpuTensor gain, CpuTensor bias, float epsilon) {
        int d = x.columns();
        CpuTensor y = tape.result(x.rows(), d, x, gain, bias);
        x.save();
        gain.save();
        CpuTensor means = tape.buffer(sequences.count(), d);
        CpuTensor scales = tape.buffer(sequences.count(), d);
        Call call = new Call(x, sequences, groups, means, scales, gain);
        tape.pool.tasks(sequences.count(), (from, to, s) -> {
            for (int i = from; i < to; i++) {
                call.moments(i, epsilon, s);
                call.normalise(i, bias, y, s);
            }
        });
        tape.record(y, () -> backward(call, bias, y));
        return y;
    }

    /** Per sequence as in layer norm, with means over the group; gain and bias reuse the column sums. */
    private void backward(Call call, CpuTensor bias, CpuTensor y) {
        CpuTensor dy = tape.gradient(y);
        CpuTensor gradSums = tape.zeros(call.sequences.count(), y.columns());
        CpuTensor gradDots = tape.zeros(call.sequences.count(), y.columns());
        Optional<CpuTensor> dx = Optional.of(call.x).filter(CpuTensor::tracked).map(tape::gradient);
        tape.pool.tasks(call.sequences.count(), (from, to, s) -> {
            for (int i = from; i < to; i++) {
                int sequence = i;
                call.columnSums(sequence, dy, gradSums, gradDots, s);
                dx.ifPresent(sum -> call.inputGradient(sequence, dy, gradSums, gradDots, sum, s));
            }
        });
        if (call.gain.tracked()) {
            addRows(gradDots, tape.gradient(call.gain));
            addRows(gradSums, tape.gradient(bias));
        }
    }

    /** One call; mean and 1 / deviation of each column's group are [sequences, columns]. */
    private record Call(
            CpuTensor x, PackedSequences sequences, int groups, CpuTensor means, CpuTensor scales, CpuTensor gain) {

        void moments(int sequence, float epsilon, Scratch s) {
            int d = x.columns();
            float[] in = s.row(0, d);
            double[] sums = new double[groups];
            double[] squares = new double[groups];
            int width = d / groups;
            double count = (double) sequences.length(sequence) * width;
            for (int r = sequences.start(sequence); r < sequences.end(sequence); r++) {
                x.row(r, in);
                for (int j = 0; j < d; j++) {
                    sums[j / width] += in[j];
                    squares[j / width] += (double) in[j] * in[j];
                }
            }
            float[] mean = s.row(1, d);
            float[] scale = s.row(2, d);
            for (int j = 0; j < d; j++) {
                double m = sums[j / width] / count;
                mean[j] = (float) m;
                scale[j] = (float) (1 / Math.sqrt(Math.max(0, squares[j / width] / count - m * m) + epsilon));
            }
            means.setRow(sequence, mean);
            scales.setRow(sequence, scale);
        }

        void normalise(int sequence, CpuTensor bias, CpuTensor y, Scratch s) {
            int d = x.columns();
            float[] in = s.row(0, d);
            float[] shift = s.row(1, d);
            float[] factor = s.row(2, d);
            float[] other = s.row(3, d);
            scales.row(sequence, factor);
            gain.row(0, other);
            for (int j = 0; j < d; j++) {
                factor[j] *= other[j];
            }
            means.row(sequence, shift);
            bias.row(0, other);
            for (int j = 0; j < d; j++) {
                shift[j] = other[j] - shift[j] * factor[j];
            }
            for (int r = sequences.start(sequence); r < sequences.end(sequence); r++) {
                x.row(r, in);
                for (int j = 0; j < d; j++) {
                    in[j] = in[j] * factor[j] + shift[j];
                }
                y.setRow(r, in);
            }
        }

        void columnSums(int sequence, CpuTensor dy, CpuTensor gradSums, CpuTensor gradDots, Scratch s) {
            int d = x.columns();
            float[] in = s.row(0, d);
            float[] grad = s.row(1, d);
            float[] mean = s.row(2, d);
            float[] scale = s.row(3, d);
            double[] total = new double[d];
            double[] dot = new double[d];
            means.row(sequence, mean);
            scales.row(sequence, scale);
            for (int r = sequences.start(sequence); r < sequences.end(sequence); r++) {
                x.row(r, in);
                dy.row(r, grad);
                for (int j = 0; j < d; j++) {
                    total[j] += grad[j];
                    dot[j] += grad[j] * (in[j] - mean[j]) * scale[j];
                }
            }
            for (int j = 0; j < d; j++) {
                in[j] = (float) total[j];
                grad[j] = (float) dot[j];
            }
            gradSums.setRow(sequence, in);
            gradDots.setRow(sequence, grad);
        }

        void inputGradient(
                int sequence, CpuTensor dy, CpuTensor gradSums, CpuTensor gradDots, CpuTensor dx, Scratch s) {
            int d = x.columns();
            int width = d / groups;
            double count = (double) sequences.length(sequence) * width;
            float[] mean = row(means, sequence);
            float[] scale = row(scales, sequence);
            float[] gains = row(gain, 0);
            float[] sums = row(gradSums, sequence);
            float[] dots = row(gradDots, sequence);
            double[] a = new double[groups];
            double[] b = new double[groups];
            for (int j = 0; j < d; j++) {
                a[j / width] += sums[j] * gains[j] / count;
                b[j / width] += dots[j] * gains[j] / count;
            }
            float[] in = s.row(0, d);
            float[] grad = s.row(1, d);
            float[] sum = s.row(2, d);
            for (int r = sequences.start(sequence); r < sequences.end(sequence); r++) {
                x.row(r, in);
                dy.row(r, grad);
                dx.row(r, sum);
                for (int j = 0; j < d; j++) {
                    float hat = (in[j] - mean[j]) * scale[j];
                    sum[j] += scale[j] * (grad[j] * gains[j] - (float) a[j / width] - hat * (float) b[j / width]);
                }
                dx.setRow(r, sum);
            }
        }
    }

    private static float[] row(CpuTensor x, int row) {
        float[] values = new float[x.columns()];
        x.row(row, values);
        return values;
    }

    private void addRows(CpuTensor x, CpuTensor sums) {
        float[] sum = row(sums, 0);
        for (int i = 0; i < x.rows(); i++) {
            float[] row = row(x, i);
            for (int j = 0; j < row.length; j++) {
                sum[j] += row[j];
            }
        }
        sums.setRow(0, sum);
    }
}
