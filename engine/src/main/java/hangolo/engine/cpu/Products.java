package hangolo.engine.cpu;

import hangolo.engine.cpu.Blas.Part;

/** Linear layers in both orders of the weight, and the sum over rows that is the gradient of a bias. */
final class Products {

    private final Tape tape;

    Products(Tape tape) {
        this.tape = tape;
    }

    /** {@code x · w + b}, where {@code w} is {@code weight} or its transpose; the bias may be absent. */
    CpuTensor linear(CpuTensor x, CpuTensor weight, boolean transposed, CpuTensor... bias) {
        Part w = transposed ? Part.of(weight).t() : Part.of(weight);
        int in = x.columns();
        int out = transposed ? weight.rows() : weight.columns();
        CpuTensor y = bias.length == 0
                ? tape.result(x.rows(), out, x, weight)
                : tape.result(x.rows(), out, x, weight, bias[0]);
        if (bias.length > 0) {
            repeat(bias[0], y);
        }
        Blas.parallel(tape.workers, x.rows(), out, in, Part.of(x), w, bias.length > 0 ? 1f : 0f, Part.of(y));
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            if (x.tracked()) {
                Part dx = Part.of(tape.gradient(x));
                Blas.parallel(tape.workers, x.rows(), in, out, Part.of(dy), w.t(), 1f, dx);
            }
            if (weight.tracked()) {
                weightGradient(x, dy, tape.gradient(weight), transposed);
            }
            if (bias.length > 0 && bias[0].tracked()) {
                addColumnSums(dy, tape.gradient(bias[0]));
            }
        });
        return y;
    }

    private void weightGradient(CpuTensor x, CpuTensor dy, CpuTensor dw, boolean transposed) {
        CpuTensor left = transposed ? dy : x;
        CpuTensor right = transposed ? x : dy;
        Blas.parallel(
                tape.workers,
                left.columns(),
                right.columns(),
                x.rows(),
                Part.of(left).t(),
                Part.of(right),
                1f,
                Part.of(dw));
    }

    CpuTensor addRow(CpuTensor x, CpuTensor row) {
        CpuTensor y = tape.result(x.rows(), x.columns(), x, row);
        int d = x.columns();
        tape.workers.rows(x.rows(), d, (from, to, s) -> {
            float[] values = s.row(0, d);
            float[] bias = s.row(1, d);
            row.row(0, bias);
            for (int i = from; i < to; i++) {
                x.row(i, values);
                for (int j = 0; j < d; j++) {
                    values[j] += bias[j];
                }
                y.setRow(i, values);
            }
        });
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            if (x.tracked()) {
                Elementwise.addTo(tape, tape.gradient(x), dy, 1f);
            }
            if (row.tracked()) {
                addColumnSums(dy, tape.gradient(row));
            }
        });
        return y;
    }

    private void repeat(CpuTensor row, CpuTensor y) {
        int d = y.columns();
        tape.workers.rows(y.rows(), d, (from, to, s) -> {
            float[] values = s.row(0, d);
            row.row(0, values);
            for (int i = from; i < to; i++) {
                y.setRow(i, values);
            }
        });
    }

    /** Each thread sums its own columns over all rows, so that the order of the sum never changes. */
    private void addColumnSums(CpuTensor x, CpuTensor sums) {
        tape.workers.rows(x.columns(), x.rows(), (from, to, s) -> {
            int width = to - from;
            float[] values = s.row(0, width);
            float[] sum = s.row(1, width);
            sums.page.get(sums.offset + from, sum, 0, width);
            for (int i = 0; i < x.rows(); i++) {
                x.page.get(x.at(i) + from, values, 0, width);
                for (int j = 0; j < width; j++) {
                    sum[j] += values[j];
                }
            }
            sums.page.put(sums.offset + from, sum, 0, width);
        });
    }
}
