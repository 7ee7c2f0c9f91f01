package hangolo.engine.cpu;

import hangolo.engine.PackedSequences;
import java.util.Optional;

/**
 * Group norm: one mean and variance for all rows of a sequence and the columns of a group. Column sums are
 * reduced to groups.
 */
final class GroupNorm {

    private final Tape tape;

    GroupNorm(Tape tape) {
        this.tape = tape;
    }

    CpuTensor apply(CpuTensor x, PackedSequences sequences, int groups, CpuTensor gain, CpuTensor bias, float epsilon) {
        int d = x.columns();
        CpuTensor y = tape.passing(x.rows(), d, x, gain, bias);
        x.save();
        gain.save();
        CpuTensor means = tape.kept(sequences.count(), d);
        CpuTensor scales = tape.kept(sequences.count(), d);
        tape.pool.tasks(sequences.count(), (from, to, s) -> {
            for (int i = from; i < to; i++) {
                moments(x, sequences, i, groups, epsilon, means, scales, s);
                normalise(x, y, sequences, i, means, scales, gain, bias, s);
            }
        });
        tape.record(y, () -> backward(x, y, sequences, groups, means, scales, gain, bias));
        return y;
    }

    private static void moments(
            CpuTensor x,
            PackedSequences sequences,
            int sequence,
            int groups,
            float eps,
            CpuTensor means,
            CpuTensor scales,
            Scratch s) {
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
            scale[j] = (float) (1 / Math.sqrt(Math.max(0, squares[j / width] / count - m * m) + eps));
        }
        means.setRow(sequence, mean);
        scales.setRow(sequence, scale);
    }

    private static void normalise(
            CpuTensor x,
            CpuTensor y,
            PackedSequences sequences,
            int sequence,
            CpuTensor means,
            CpuTensor scales,
            CpuTensor gain,
            CpuTensor bias,
            Scratch s) {
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

    /** Per sequence as in layer norm, with means over the group; gain and bias reuse the column sums. */
    private void backward(
            CpuTensor x,
            CpuTensor y,
            PackedSequences sequences,
            int groups,
            CpuTensor means,
            CpuTensor scales,
            CpuTensor gain,
            CpuTensor bias) {
        int d = x.columns();
        CpuTensor dy = tape.gradient(y);
        CpuTensor gradSums = tape.zeros(sequences.count(), d);
        CpuTensor gradDots = tape.zeros(sequences.count(), d);
        Optional<CpuTensor> dx = x.tracked() ? Optional.of(tape.gradient(x)) : Optional.empty();
        tape.pool.tasks(sequences.count(), (from, to, s) -> {
            for (int i = from; i < to; i++) {
                columnSums(x, dy, sequences, i, means, scales, gradSums, gradDots, s);
                int sequence = i;
                CpuTensor[] known = {means, scales, gain, gradSums, gradDots};
                dx.ifPresent(sum -> inputGradient(x, dy, sum, sequences, sequence, groups, known, s));
            }
        });
        if (gain.tracked()) {
            addRows(gradDots, tape.gradient(gain));
            addRows(gradSums, tape.gradient(bias));
        }
    }

    private static void columnSums(
            CpuTensor x,
            CpuTensor dy,
            PackedSequences sequences,
            int sequence,
            CpuTensor means,
            CpuTensor scales,
            CpuTensor gradSums,
            CpuTensor gradDots,
            Scratch s) {
        int d = x.columns();
        float[] in = s.row(0, d);
        float[] grad = s.row(1, d);
        float[] mean = s.row(2, d);
        float[] scale = s.row(3, d);
        double[] total = new double[d];
        double[] product = new double[d];
        means.row(sequence, mean);
        scales.row(sequence, scale);
        for (int r = sequences.start(sequence); r < sequences.end(sequence); r++) {
            x.row(r, in);
            dy.row(r, grad);
            for (int j = 0; j < d; j++) {
                total[j] += grad[j];
                product[j] += grad[j] * (in[j] - mean[j]) * scale[j];
            }
        }
        for (int j = 0; j < d; j++) {
            in[j] = (float) total[j];
            grad[j] = (float) product[j];
        }
        gradSums.setRow(sequence, in);
        gradDots.setRow(sequence, grad);
    }

    private static void inputGradient(
            CpuTensor x,
            CpuTensor dy,
            CpuTensor dx,
            PackedSequences sequences,
            int sequence,
            int groups,
            CpuTensor[] known,
            Scratch s) {
        int d = x.columns();
        int width = d / groups;
        double count = (double) sequences.length(sequence) * width;
        float[] mean = row(known[0], sequence);
        float[] scale = row(known[1], sequence);
        float[] gain = row(known[2], 0);
        float[] gradSums = row(known[3], sequence);
        float[] gradDots = row(known[4], sequence);
        double[] a = new double[groups];
        double[] b = new double[groups];
        for (int j = 0; j < d; j++) {
            a[j / width] += gradSums[j] * gain[j] / count;
            b[j / width] += gradDots[j] * gain[j] / count;
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
                sum[j] += scale[j] * (grad[j] * gain[j] - (float) a[j / width] - hat * (float) b[j / width]);
            }
            dx.setRow(r, sum);
        }
    }

    private static float[] row(CpuTensor x, int row) {
        float[] values = new float[x.columns()];
        x.row(row, values);
        return values;
    }

    private void addRows(CpuTensor x, CpuTensor sums) {
        float[] row = new float[x.columns()];
        float[] sum = new float[x.columns()];
        sums.row(0, sum);
        for (int i = 0; i < x.rows(); i++) {
            x.row(i, row);
            for (int j = 0; j < row.length; j++) {
                sum[j] += row[j];
            }
        }
        sums.setRow(0, sum);
    }
}
