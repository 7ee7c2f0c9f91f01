package hangolo.engine.cpu;

import java.util.Optional;

/** Linear layers with the weight in either orientation, and the row sums of bias gradients. */
final class MatMul {

    private final Tape tape;

    MatMul(Tape tape) {
        this.tape = tape;
    }

    /** {@code x · w + b}, where {@code w} is {@code weight} or its transpose. */
    CpuTensor linear(CpuTensor x, CpuTensor weight, boolean transposed, Optional<CpuTensor> bias) {
        Gemm gemm = tape.gemm(x, weight);
        int rows = gemm.rows(x.rows());
        int in = x.columns();
        int out = transposed ? weight.rows() : weight.columns();
        CpuTensor y = bias.isEmpty()
                ? tape.passing(x.rows(), out, x, weight)
                : tape.passing(x.rows(), out, x, weight, bias.get());
        gemm.save(x);
        weight.save();
        if (weight.packed().isPresent() && !transposed && x.rows() <= PackedWeight.MOST_ROWS) {
            weight.packed().get().multiply(x, bias, y);
        } else {
            gemm.multiply(rows, out, in, gemm.operand(x), weight(gemm, weight, transposed), bias, false, y);
            tape.usedUp(weight);
        }
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            if (x.tracked()) {
                GradientAccumulator dx = tape.sum(x);
                MatrixView w = weight(gemm, weight, transposed).t();
                gemm.multiply(rows, in, out, gemm.operand(dy), w, Optional.empty(), !dx.fresh(), dx.tensor());
            }
            if (weight.tracked()) {
                CpuTensor left = transposed ? dy : x;
                CpuTensor right = transposed ? x : dy;
                GradientAccumulator dw = tape.sum(weight);
                gemm.multiply(
                        left.columns(),
                        right.columns(),
                        rows,
                        gemm.operand(left).t(),
                        gemm.operand(right),
                        Optional.empty(),
                        !dw.fresh(),
                        dw.tensor());
            }
            bias.filter(CpuTensor::tracked).ifPresent(b -> addColumnSums(dy, tape.sum(b)));
        });
        return y;
    }

    /** A weight [in, out] packed for {@code x · w} with few rows, if it is bf16; else itself. */
    CpuTensor packed(CpuTensor weight) {
        if (!weight.isBf16()) {
            return weight;
        }
        CpuTensor same = new CpuTensor(weight.block, weight.offset, weight.rows(), weight.columns(), false);
        same.asBf16().bf16(weight.bf16());
        same.packed(PackedWeight.of(tape, weight));
        return same;
    }

    private static MatrixView weight(Gemm gemm, CpuTensor weight, boolean transposed) {
        MatrixView view = gemm.operand(weight);
        return transposed ? view.t() : view;
    }

    CpuTensor addRow(CpuTensor x, CpuTensor row) {
        CpuTensor y = tape.result(x.rows(), x.columns(), x, row);
        int d = x.columns();
        tape.pool.rows(x.rows(), d, (from, to, s) -> {
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
                Elementwise.addTo(tape, tape.sum(x), dy, 1f);
            }
            if (row.tracked()) {
                addColumnSums(dy, tape.sum(row));
            }
        });
        return y;
    }

    /** Each thread sums its own columns over all rows, so that the order of summation never changes. */
    private void addColumnSums(CpuTensor x, GradientAccumulator sums) {
        tape.pool.rows(x.columns(), x.rows(), (from, to, s) -> {
            int width = to - from;
            float[] values = s.row(0, width);
            float[] sum = s.row(1, width);
            sums.get(from, sum, width);
            for (int i = 0; i < x.rows(); i++) {
                x.block.get(x.at(i) + from, values, 0, width);
                for (int j = 0; j < width; j++) {
                    sum[j] += values[j];
                }
            }
            sums.put(from, sum, width);
        });
    }
}
