package hangolo.engine.cpu;

import hangolo.engine.PackedSequences;
import java.util.Optional;

/**
 * Group norm: one mean and variance for all rows of a sequence and the columns of a group. Works by sums over each
 * column, which are then joined to groups.
 */
final class GroupNorm {

    private final Tape tape;

    GroupNorm(Tape tape) {
        this.tape = tape;
    }

    CpuTensor apply(CpuTensor x, PackedSequences rows, int groups, CpuTensor gain, CpuTensor bias, float epsilon) {
        int d = x.columns();
        CpuTensor y = tape.passing(x.rows(), d, x, gain, bias);
        x.keep();
        gain.keep();
        CpuTensor means = tape.kept(rows.count(), d);
        CpuTensor scales = tape.kept(rows.count(), d);
        tape.workers.tasks(rows.count(), (from, to, s) -> {
            for (int i = from; i < to; i++) {
                moments(x, rows, i, groups, epsilon, means, scales, s);
                normalise(x, y, rows, i, means, scales, gain, bias, s);
            }
        });
        tape.record(y, () -> backward(x, y, rows, groups, means, scales, gain, bias));
        return y;
    }

    private static void moments(
            CpuTensor x,
            PackedSequences rows,
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
        double count = (double) rows.length(sequence) * width;
        for (int r = rows.start(sequence); r < rows.end(sequence); r++) {
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
            PackedSequences rows,
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
        for (int r = rows.start(sequence); r < rows.end(sequence); r++) {
            x.row(r, in);
            for (int j = 0; j < d; j++) {
                in[j] = in[j] * factor[j] + shift[j];
            }
            y.setRow(r, in);
        }
    }

    /** Per sequence as in layer norm, with means over the group; the sums for gain and bias fall out on the way. */
    private void backward(
            CpuTensor x,
            CpuTensor y,
            PackedSequences rows,
            int groups,
            CpuTensor means,
            CpuTensor scales,
            CpuTensor gain,
            CpuTensor bias) {
        int d = x.columns();
        CpuTensor dy = tape.gradient(y);
        CpuTensor up = tape.zeros(rows.count(), d);
        CpuTensor along = tape.zeros(rows.count(), d);
        Optional<CpuTensor> dx = x.tracked() ? Optional.of(tape.gradient(x)) : Optional.empty();
        tape.workers.tasks(rows.count(), (from, to, s) -> {
            for (int i = from; i < to; i++) {
                columnSums(x, dy, rows, i, means, scales, up, along, s);
                int sequence = i;
                CpuTensor[] known = {means, scales, gain, up, along};
                dx.ifPresent(sum -> inputGradient(x, dy, sum, rows, sequence, groups, known, s));
            }
        });
        if (gain.tracked()) {
            addRows(along, tape.gradient(gain));
            addRows(up, tape.gradient(bias));
        }
    }

    private static void columnSums(
            CpuTensor x,
            CpuTensor dy,
            PackedSequences rows,
            int sequence,
            CpuTensor means,
            CpuTensor scales,
            CpuTensor up,
            CpuTensor along,
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
        for (int r = rows.start(sequence); r < rows.end(sequence); r++) {
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
        up.setRow(sequence, in);
        along.setRow(sequence, grad);
    }

    private static void inputGradient(
            CpuTensor x,
            CpuTensor dy,
            CpuTensor dx,
            PackedSequences rows,
            int sequence,
            int groups,
            CpuTensor[] known,
            Scratch s) {
        int d = x.columns();
        int width = d / groups;
        double count = (double) rows.length(sequence) * width;
        float[] mean = row(known[0], sequence);
        float[] scale = row(known[1], sequence);
        float[] gain = row(known[2], 0);
        float[] up = row(known[3], sequence);
        float[] along = row(known[4], sequence);
        double[] a = new double[groups];
        double[] b = new double[groups];
        for (int j = 0; j < d; j++) {
            a[j / width] += up[j] * gain[j] / count;
            b[j / width] += along[j] * gain[j] / count;
        }
        float[] in = s.row(0, d);
        float[] grad = s.row(1, d);
        float[] sum = s.row(2, d);
        for (int r = rows.start(sequence); r < rows.end(sequence); r++) {
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
