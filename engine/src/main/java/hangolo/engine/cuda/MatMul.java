package hangolo.engine.cuda;

import java.util.Optional;

/** Linear layers with the weight in either orientation. */
final class MatMul {

    /** Columns of a block of a column-sum kernel. */
    private static final int COLUMNS = 32;

    private final Tape tape;

    MatMul(Tape tape) {
        this.tape = tape;
    }

    /** {@code x · weight + bias}, or with the weight transposed. */
    CudaTensor linear(CudaTensor x, CudaTensor weight, boolean transposed, Optional<CudaTensor> bias) {
        int out = transposed ? weight.rows() : weight.columns();
        CudaTensor y = tape.tensor(x.rows(), out, x, weight, bias.orElse(weight));
        if (!weight.isBf16()) { // else the bf16 copies are read
            x.save();
            weight.save();
        }
        MatrixView input = operand(x, weight); // may be saved for the backward pass
        tape.scratch(() -> multiply(y.matrix(), input, right(weight, transposed), x.rows(), out, x.columns(), 0f));
        bias.ifPresent(row -> tape.device().each("addRow", y.count(), y.address(), row.address(), y.address(), out));
        tape.backward(y, () -> gradients(x, weight, transposed, bias, y));
        return y;
    }

    private MatrixView right(CudaTensor weight, boolean transposed) {
        MatrixView w = operand(weight, weight);
        return transposed ? w.t() : w;
    }

    /** As an operand in the precision of this weight. */
    private MatrixView operand(CudaTensor x, CudaTensor weight) {
        return tape.operand(x, weight.precision());
    }

    private void gradients(
            CudaTensor x, CudaTensor weight, boolean transposed, Optional<CudaTensor> bias, CudaTensor y) {
        // Allocate the gradients before the scope whose memory is freed.
        for (CudaTensor tensor : new CudaTensor[] {weight, bias.orElse(weight)}) {
            if (tensor.tracked()) {
                tape.gradient(tensor);
            }
        }
        Tape.Target dx = tape.target(x);
        tape.scratch(() -> {
            MatrixView dy = gradOutput(y, weight, bias.filter(CudaTensor::tracked));
            int in = x.columns();
            int out = y.columns();
            if (x.tracked()) {
                multiply(x.gradient().matrix(), dy, right(weight, transposed).t(), x.rows(), in, out, 1f - dx.first());
            }
            if (weight.tracked()) {
                MatrixView input = operand(x, weight);
                MatrixView left = transposed ? dy : input;
                MatrixView right = transposed ? input : dy;
                MatrixView dw = weight.gradient().matrix();
                multiply(dw, left.t(), right, weight.rows(), weight.columns(), x.rows(), 1f);
            }
        });
    }

    /** The gradient of y as an operand; the kernel that sums it for the bias also casts it to bf16. */
    private MatrixView gradOutput(CudaTensor y, CudaTensor weight, Optional<CudaTensor> bias) {
        if (bias.isPresent() && weight.isBf16()) {
            long bf16 = tape.take((long) y.count() * Short.BYTES);
            columnSums(y, bias.get(), bf16);
            return y.gradient().matrix(bf16);
        }
        bias.ifPresent(row -> columnSums(y, row, CudaTensor.NONE));
        return operand(y.gradient(), weight);
    }

    private void multiply(MatrixView c, MatrixView a, MatrixView b, int m, int n, int k, float beta) {
        tape.device().multiply(new Gemm(m, n, k, 1f, a, b, beta, c, 1));
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

    /** Adds the column sums of the gradient of {@code y} to that of {@code row}, and casts it to bf16 at an address, if there is one. */
    private void columnSums(CudaTensor y, CudaTensor row, long bf16) {
        tape.device()
                .launch(
                        "columnSums",
                        columnBlocks(y.columns()),
                        y.gradient().address(),
                        tape.gradient(row).address(),
                        bf16,
                        y.rows(),
                        y.columns());
    }

    /** The number of blocks of a column-sum kernel. */
    static int columnBlocks(int columns) {
        return (columns + COLUMNS - 1) / COLUMNS;
    }
}
