package hangolo.engine.cpu;

/** Losses: a mean over rows, as a [1, 1] tensor. */
final class LossKernels {

    private final Tape tape;

    LossKernels(Tape tape) {
        this.tape = tape;
    }

    CpuTensor crossEntropy(CpuTensor logits, int[] targets) {
        int classes = logits.columns();
        CpuTensor loss = tape.result(1, 1, logits);
        CpuTensor rowLosses = tape.zeros(logits.rows(), 1);
        CpuTensor logSums = tape.result(logits.rows(), 1);
        tape.pool.rows(logits.rows(), classes * 4, (from, to, s) -> {
            float[] row = s.row(0, classes);
            for (int i = from; i < to; i++) {
                if (targets[i] >= 0) {
                    logits.row(i, row);
                    float total = logSumExp(row, classes);
                    logSums.block.put(logSums.at(i), total);
                    rowLosses.block.put(rowLosses.at(i), total - row[targets[i]]);
                }
            }
        });
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= 0) {
                sum += rowLosses.block.get(rowLosses.at(i));
                counted++;
            }
        }
        loss.block.put(loss.offset, (float) (sum / counted));
        int count = counted;
        tape.record(loss, () -> crossEntropyBackward(logits, targets, logSums, tape.gradient(loss), count));
        return loss;
    }

    private void crossEntropyBackward(CpuTensor logits, int[] targets, CpuTensor logSums, CpuTensor dLoss, int count) {
        int classes = logits.columns();
        CpuTensor dLogits = tape.gradient(logits);
        float factor = dLoss.block.get(dLoss.offset) / count;
        tape.pool.rows(logits.rows(), classes * 4, (from, to, s) -> {
            float[] row = s.row(0, classes);
            float[] sum = s.row(1, classes);
            for (int i = from; i < to; i++) {
                if (targets[i] >= 0) {
                    logits.row(i, row);
                    dLogits.row(i, sum);
                    float total = logSums.block.get(logSums.at(i));
                    for (int j = 0; j < classes; j++) {
                        sum[j] += factor * MathFunctions.exp(row[j] - total);
                    }
                    sum[targets[i]] -= factor;
                    dLogits.setRow(i, sum);
                }
            }
        });
    }

    private static float logSumExp(float[] row, int length) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < length; j++) {
            max = Math.max(max, row[j]);
        }
        double sum = 0;
        for (int j = 0; j < length; j++) {
            sum += MathFunctions.exp(row[j] - max);
        }
        return (float) (max + Math.log(sum));
    }

    CpuTensor squaredError(CpuTensor x, CpuTensor target) {
        CpuTensor loss = tape.result(1, 1, x);
        int d = x.columns();
        float[] a = tape.pool.own().row(0, d);
        float[] b = tape.pool.own().row(1, d);
        double sum = 0;
        for (int i = 0; i < x.rows(); i++) {
            x.row(i, a);
            target.row(i, b);
            for (int j = 0; j < d; j++) {
                sum += (double) (a[j] - b[j]) * (a[j] - b[j]);
            }
        }
        loss.block.put(loss.offset, (float) (sum / x.count()));
        tape.record(loss, () -> {
            CpuTensor dLoss = tape.gradient(loss);
            float factor = 2 * dLoss.block.get(dLoss.offset) / x.count();
            Elementwise.addTo(tape, tape.sum(x), x, factor);
            Elementwise.addTo(tape, tape.sum(x), target, -factor);
        });
        return loss;
    }
}
