package hangolo.engine.cuda;

import java.util.Optional;

/** Linear layers in both orders of the weight. */
final class MatMul {

    /** Columns that a block of a sum over rows takes. */
    private static final int COLUMNS = 32;

    private final Tape tape;

    MatMul(Tape tape) {
        this.tape = tape;
    }

    /** {@code x · weight + bias}, or with the weight transposed. */
    CudaTensor linear(CudaTensor x, CudaTensor weight, boolean transposed, Optional<CudaTensor> bias) {
        int out = transposed ? weight.rows() : weight.columns();
        CudaTensor y = tape.tensor(x.rows(), out, x, weight, bias.orElse(weight));
        if (!weight.rounded()) { // else the rounded values are read
            x.keep();
            weight.keep();
        }
        MatrixView input = factor(x, weight); // may stay for the way back
        tape.scratch(() -> multiply(y.matrix(), input, right(weight, transposed), x.rows(), out, x.columns(), 0f));
        bias.ifPresent(row -> tape.device().each("addRow", y.count(), y.address(), row.address(), y.address(), out));
        tape.backward(y, () -> gradients(x, weight, transposed, bias, y));
        return y;
    }

    private MatrixView right(CudaTensor weight, boolean transposed) {
        MatrixView w = factor(weight, weight);
        return transposed ? w.t() : w;
    }

    /** As products with this weight take it. */
    private MatrixView factor(CudaTensor x, CudaTensor weight) {
        return tape.operand(x, weight.products());
    }

    private void gradients(
            CudaTensor x, CudaTensor weight, boolean transposed, Optional<CudaTensor> bias, CudaTensor y) {
        // Gradients are made before the scratch memory, which is given back.
        for (CudaTensor tensor : new CudaTensor[] {weight, bias.orElse(weight)}) {
            if (tensor.tracked()) {
                tape.gradient(tensor);
            }
        }
        Tape.Target dx = tape.target(x);
        tape.scratch(() -> {
            MatrixView dy = above(y, weight, bias.filter(CudaTensor::tracked));
            int in = x.columns();
            int out = y.columns();
            if (x.tracked()) {
                multiply(x.gradient().matrix(), dy, right(weight, transposed).t(), x.rows(), in, out, 1f - dx.first());
            }
            if (weight.tracked()) {
                MatrixView input = factor(x, weight);
                MatrixView left = transposed ? dy : input;
                MatrixView right = transposed ? input : dy;
                MatrixView dw = weight.gradient().matrix();
                multiply(dw, left.t(), right, weight.rows(), weight.columns(), x.rows(), 1f);
            }
        });
    }

    /** The gradient of y as products take it; the kernel that adds it up for the bias rounds it too. */
    private MatrixView above(CudaTensor y, CudaTensor weight, Optional<CudaTensor> bias) {
        if (bias.isPresent() && weight.rounded()) {
            long half = tape.take((long) y.count() * Short.BYTES);
            columnSums(y, bias.get(), half);
            return y.gradient().matrix(half);
        }
        bias.ifPresent(row -> columnSums(y, row, CudaTensor.NONE));
        return factor(y.gradient(), weight);
    }

    private void multiply(MatrixView c, MatrixView a, MatrixView b, int m, int n, int k, float keep) {
        tape.device().multiply(new Gemm(m, n, k, 1f, a, b, keep, c, 1));
    }

    CudaTensor addRow(CudaTensor x, CudaTensor row) {
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x, row);
        tape.device().each("addRow", y.count(), x.address(), row.address(), y.address(), y.columns());
        tape.backward(y, () -> {
            if (x.tracked()) {
                Elementwise.addTo(tape, tape.gradient(x).address(), y.gradient(), 1f);
            }
            if (row.tracked()) {
                columnSums(y, row, CudaTensor.NONE);
            }
        });
        return y;
    }

    /** Adds the gradient of every row of {@code y} to that of {@code row}, and rounds it to a place, if there is one. */
    private void columnSums(CudaTensor y, CudaTensor row, long rounded) {
        tape.device()
                .launch(
                        "columnSums",
                        columnBlocks(y.columns()),
                        y.gradient().address(),
                        tape.gradient(row).address(),
                        rounded,
                        y.rows(),
                        y.columns());
    }

    /** The blocks of a kernel that sums over rows. */
    static int columnBlocks(int columns) {
        return (columns + COLUMNS - 1) / COLUMNS;
    }
}
