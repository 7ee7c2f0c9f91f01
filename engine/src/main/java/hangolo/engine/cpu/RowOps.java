package hangolo.engine.cpu;

import hangolo.engine.PackedSequences;
import java.util.Arrays;

/** Operations that copy, repeat, average or interpolate whole rows. */
final class RowOps {

    private final Tape tape;

    RowOps(Tape tape) {
        this.tape = tape;
    }

    CpuTensor gather(CpuTensor table, int[] rows) {
        int d = table.columns();
        CpuTensor y = tape.passing(rows.length, d, table);
        tape.pool.rows(rows.length, d, (from, to, s) -> {
            float[] row = s.row(0, d);
            for (int i = from; i < to; i++) {
                table.row(rows[i], row);
                y.setRow(i, row);
            }
        });
        tape.record(y, () -> scatter(tape.gradient(y), rows, tape.gradient(table)));
        return y;
    }

    /** Adds row i to row {@code rows[i]}; each thread takes its own columns, so that the order of summation never changes. */
    private void scatter(CpuTensor from, int[] rows, CpuTensor to) {
        tape.pool.rows(from.columns(), rows.length, (first, last, s) -> {
            int width = last - first;
            float[] row = s.row(0, width);
            float[] sum = s.row(1, width);
            for (int i = 0; i < rows.length; i++) {
                from.block.get(from.at(i) + first, row, 0, width);
                to.block.get(to.at(rows[i]) + first, sum, 0, width);
                for (int j = 0; j < width; j++) {
                    sum[j] += row[j];
                }
                to.block.put(to.at(rows[i]) + first, sum, 0, width);
            }
        });
    }

    CpuTensor concatRows(CpuTensor... parts) {
        int rows = Arrays.stream(parts).mapToInt(CpuTensor::rows).sum();
        int d = parts[0].columns();
        CpuTensor y = tape.passing(rows, d, parts);
        int at = 0;
        for (CpuTensor part : parts) {
            copy(part, 0, y, at, part.rows());
            at += part.rows();
        }
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            int start = 0;
            for (CpuTensor part : parts) {
                if (part.tracked()) {
                    CpuTensor slice = new CpuTensor(dy.block, dy.at(start), part.rows(), d, false);
                    Elementwise.addTo(tape, tape.sum(part), slice, 1f);
                }
                start += part.rows();
            }
        });
        return y;
    }

    void copy(CpuTensor source, int sourceRow, CpuTensor target, int targetRow, int rows) {
        int d = source.columns();
        tape.pool.rows(rows, d, (from, to, s) -> {
            long start = source.address((sourceRow + from) * d);
            s.copy(start, target.address((targetRow + from) * d), (to - from) * d);
        });
    }

    CpuTensor concatColumns(CpuTensor... parts) {
        int d = Arrays.stream(parts).mapToInt(CpuTensor::columns).sum();
        CpuTensor y = tape.forwardOnly("concatColumns", parts[0].rows(), d, parts);
        int at = 0;
        for (CpuTensor part : parts) {
            copyColumns(part, 0, y, at, part.columns());
            at += part.columns();
        }
        return y;
    }

    CpuTensor columns(CpuTensor x, int from, int to) {
        CpuTensor y = tape.forwardOnly("columns", x.rows(), to - from, x);
        copyColumns(x, from, y, 0, to - from);
        return y;
    }

    private void copyColumns(CpuTensor source, int sourceColumn, CpuTensor target, int targetColumn, int width) {
        float[] row = tape.pool.own().row(0, width);
        for (int i = 0; i < source.rows(); i++) {
            source.block.get(source.at(i) + sourceColumn, row, 0, width);
            target.block.put(target.at(i) + targetColumn, row, 0, width);
        }
    }

    CpuTensor meanRows(CpuTensor x, PackedSequences sequences) {
        int d = x.columns();
        CpuTensor y = tape.forwardOnly("meanRows", sequences.count(), d, x);
        tape.pool.tasks(sequences.count(), (from, to, s) -> {
            float[] row = s.row(0, d);
            double[] sum = new double[d];
            for (int i = from; i < to; i++) {
                Arrays.fill(sum, 0);
                for (int r = sequences.start(i); r < sequences.end(i); r++) {
                    x.row(r, row);
                    for (int j = 0; j < d; j++) {
                        sum[j] += row[j];
                    }
                }
                for (int j = 0; j < d; j++) {
                    row[j] = (float) (sum[j] / sequences.length(i));
                }
                y.setRow(i, row);
            }
        });
        return y;
    }

    CpuTensor softmaxRows(CpuTensor x, PackedSequences sequences) {
        int d = x.columns();
        CpuTensor y = tape.forwardOnly("softmaxRows", x.rows(), d, x);
        for (int i = 0; i < sequences.count(); i++) {
            float[] row = new float[d];
            float[] max = new float[d];
            double[] sum = new double[d];
            Arrays.fill(max, Float.NEGATIVE_INFINITY);
            for (int r = sequences.start(i); r < sequences.end(i); r++) {
                x.row(r, row);
                for (int j = 0; j < d; j++) {
                    max[j] = Math.max(max[j], row[j]);
                }
            }
            for (int r = sequences.start(i); r < sequences.end(i); r++) {
                x.row(r, row);
                for (int j = 0; j < d; j++) {
                    row[j] = MathFunctions.exp(row[j] - max[j]);
                    sum[j] += row[j];
                }
                y.setRow(r, row);
            }
            for (int r = sequences.start(i); r < sequences.end(i); r++) {
                y.row(r, row);
                for (int j = 0; j < d; j++) {
                    row[j] /= (float) sum[j];
                }
                y.setRow(r, row);
            }
        }
        return y;
    }

    CpuTensor interpolate(CpuTensor x, int outputs, double scale) {
        int d = x.columns();
        CpuTensor y = tape.forwardOnly("interpolateRows", outputs, d, x);
        tape.pool.rows(outputs, d, (from, to, s) -> {
            float[] left = s.row(0, d);
            float[] right = s.row(1, d);
            for (int i = from; i < to; i++) {
                float position = Math.max((float) ((i + 0.5) / scale - 0.5), 0f);
                int at = Math.min((int) position, x.rows() - 1);
                float share = position - at;
                x.row(at, left);
                x.row(Math.min(at + 1, x.rows() - 1), right);
                for (int j = 0; j < d; j++) {
                    left[j] = (1 - share) * left[j] + share * right[j];
                }
                y.setRow(i, left);
            }
        });
        return y;
    }
}
