package hangolo.engine.cuda;

import hangolo.engine.CounterRng;
import hangolo.engine.Precision;

/** Elementwise operations. */
final class Elementwise {

    private final Tape tape;

    Elementwise(Tape tape) {
        this.tape = tape;
    }

    /** {@code target += factor · source}. */
    static void addTo(Tape tape, long target, CudaTensor source, float factor) {
        tape.device().each("addTo", source.count(), target, source.address(), factor);
    }

    CudaTensor add(CudaTensor a, CudaTensor b) {
        CudaTensor y = tape.tensor(a.rows(), a.columns(), a, b);
        tape.device().each("add", y.count(), a.address(), b.address(), y.address());
        tape.backward(y, () -> {
            passGradient(y, a, 1f);
            passGradient(y, b, 1f);
        });
        return y;
    }

    CudaTensor scale(CudaTensor x, float factor) {
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x);
        tape.device().each("scale", y.count(), x.address(), factor, y.address());
        tape.backward(y, () -> passGradient(y, x, factor));
        return y;
    }

    private void passGradient(CudaTensor from, CudaTensor to, float factor) {
        if (to.tracked()) {
            addTo(tape, tape.gradient(to).address(), from.gradient(), factor);
        }
    }

    CudaTensor multiply(CudaTensor a, CudaTensor b) {
        CudaTensor y = tape.onlyForward("multiply", a.rows(), a.columns(), a, b);
        tape.device().each("multiply", y.count(), a.address(), b.address(), b.count(), y.address());
        return y;
    }

    /** A function with a gradient: the kernels of that name, and with {@code Backward}. */
    CudaTensor activation(String kernel, CudaTensor x) {
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x);
        x.save();
        tape.device().each(kernel, y.count(), x.address(), y.address());
        tape.backward(y, () -> {
            long dx = tape.gradient(x).address();
            tape.device()
                    .each(
                            kernel + "Backward",
                            y.count(),
                            x.address(),
                            y.gradient().address(),
                            dx);
        });
        return y;
    }

    /**
     * GELU in bf16 training: reads a bf16 copy, which is saved instead of the fp32 values, as under PyTorch's autocast.
     */
    CudaTensor geluTanhOfBf16(CudaTensor x) {
        tape.operand(x, Precision.BF16); // saved for the backward pass
        CudaTensor y = tape.factor(
                x.rows(),
                x.columns(),
                (values, bf16) -> tape.device().each("geluTanhOfBf16", x.count(), bf16Address(x), values, bf16),
                x);
        tape.backward(y, () -> {
            Tape.Target dx = tape.target(x);
            long dy = y.gradient().address();
            tape.scratch(() -> tape.device()
                    .each("geluTanhOfBf16Backward", x.count(), bf16Address(x), dy, dx.address(), dx.first()));
        });
        return y;
    }

    private long bf16Address(CudaTensor x) {
        return tape.operand(x, Precision.BF16).address();
    }

    /** A function without a gradient. */
    CudaTensor forward(String operation, String kernel, CudaTensor x) {
        CudaTensor y = tape.onlyForward(operation, x.rows(), x.columns(), x);
        tape.device().each(kernel, y.count(), x.address(), y.address());
        return y;
    }

    CudaTensor leakyRelu(CudaTensor x, float slope) {
        CudaTensor y = tape.onlyForward("leakyRelu", x.rows(), x.columns(), x);
        tape.device().each("leakyRelu", y.count(), x.address(), slope, y.address());
        return y;
    }

    CudaTensor geglu(CudaTensor x) {
        int half = x.columns() / 2;
        CudaTensor y = tape.tensor(x.rows(), half, x);
        x.save();
        tape.device().each("geglu", y.count(), x.address(), y.address(), half);
        tape.backward(y, () -> {
            long dx = tape.gradient(x).address();
            tape.device()
                    .each("gegluBackward", y.count(), x.address(), y.gradient().address(), dx, half);
        });
        return y;
    }

    /** The dropout of one operation; with probability 0 it draws nothing. */
    private record Dropout(int key, int threshold, float scale) {

        static Dropout of(Tape tape, float probability) {
            int key = probability > 0f ? tape.nextRng().key() : 0;
            return new Dropout(key, CounterRng.threshold(probability), CounterRng.scale(probability));
        }
    }

    CudaTensor dropout(CudaTensor x, float probability) {
        Dropout dropout = Dropout.of(tape, probability);
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x);
        tape.device()
                .each("dropout", y.count(), x.address(), y.address(), dropout.key, dropout.threshold, dropout.scale);
        tape.backward(y, () -> passGradients(y, new Tape.Target(CudaTensor.NONE, 0), tape.target(x), dropout));
        return y;
    }

    /** {@code x + dropout(branch)}; the branch is consumed. */
    CudaTensor residual(CudaTensor x, CudaTensor branch, float probability) {
        Dropout dropout = Dropout.of(tape, probability);
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x, branch);
        long sum = y.address();
        tape.device()
                .each(
                        "residual",
                        y.count(),
                        x.address(),
                        branch.address(),
                        sum,
                        dropout.key,
                        dropout.threshold,
                        dropout.scale);
        tape.usedUp(branch);
        tape.backward(y, () -> passGradients(y, tape.target(x), tape.target(branch), dropout));
        return y;
    }

    /** Adds the gradient of y to two others, to the second after dropout. */
    private void passGradients(CudaTensor y, Tape.Target whole, Tape.Target dropped, Dropout dropout) {
        tape.device()
                .each(
                        "residualBackward",
                        y.count(),
                        y.gradient().address(),
                        whole.address(),
                        whole.first(),
                        dropped.address(),
                        dropped.first(),
                        dropout.key,
                        dropout.threshold,
                        dropout.scale);
    }
}
