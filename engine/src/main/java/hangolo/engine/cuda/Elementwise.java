package hangolo.engine.cuda;

import hangolo.engine.CounterRng;
import hangolo.engine.Precision;

/** Operations that treat every value alone. */
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
            pass(y, a, 1f);
            pass(y, b, 1f);
        });
        return y;
    }

    CudaTensor scale(CudaTensor x, float factor) {
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x);
        tape.device().each("scale", y.count(), x.address(), factor, y.address());
        tape.backward(y, () -> pass(y, x, factor));
        return y;
    }

    private void pass(CudaTensor from, CudaTensor to, float factor) {
        if (to.tracked()) {
            addTo(tape, tape.gradient(to).address(), from.gradient(), factor);
        }
    }

    CudaTensor multiply(CudaTensor a, CudaTensor b) {
        CudaTensor y = tape.onlyForward("multiply", a.rows(), a.columns(), a, b);
        tape.device().each("multiply", y.count(), a.address(), b.address(), b.count(), y.address());
        return y;
    }

    /** A curve with a slope; its kernels are called so, and so with {@code Backward}. */
    CudaTensor curve(String kernel, CudaTensor x) {
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x);
        x.keep();
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
     * GELU in training with bf16: of rounded values, which are kept instead of the exact ones; PyTorch's autocast hands it such
     * values too.
     */
    CudaTensor geluTanhOfBf16(CudaTensor x) {
        tape.operand(x, Precision.BF16); // stays for the way back
        CudaTensor y = tape.factor(
                x.rows(),
                x.columns(),
                (values, rounded) -> tape.device().each("geluTanhOfBf16", x.count(), rounded(x), values, rounded),
                x);
        tape.backward(y, () -> {
            Tape.Target dx = tape.target(x);
            long dy = y.gradient().address();
            tape.scratch(() ->
                    tape.device().each("geluTanhOfBf16Backward", x.count(), rounded(x), dy, dx.address(), dx.first()));
        });
        return y;
    }

    private long rounded(CudaTensor x) {
        return tape.operand(x, Precision.BF16).address();
    }

    /** A curve without a slope. */
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
        x.keep();
        tape.device().each("geglu", y.count(), x.address(), y.address(), half);
        tape.backward(y, () -> {
            long dx = tape.gradient(x).address();
            tape.device()
                    .each("gegluBackward", y.count(), x.address(), y.gradient().address(), dx, half);
        });
        return y;
    }

    /** How one operation drops values; without a probability it keeps them all and throws no dice. */
    private record Dropping(int key, int limit, float keep) {

        static Dropping of(Tape tape, float probability) {
            int key = probability > 0f ? tape.dice().key() : 0;
            return new Dropping(key, CounterRng.limit(probability), CounterRng.keep(probability));
        }
    }

    CudaTensor dropout(CudaTensor x, float probability) {
        Dropping how = Dropping.of(tape, probability);
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x);
        tape.device().each("dropout", y.count(), x.address(), y.address(), how.key, how.limit, how.keep);
        tape.backward(y, () -> passOn(y, new Tape.Target(CudaTensor.NONE, 0), tape.target(x), how));
        return y;
    }

    /** {@code x + dropout(branch)}; the branch is used up. */
    CudaTensor residual(CudaTensor x, CudaTensor branch, float probability) {
        Dropping how = Dropping.of(tape, probability);
        CudaTensor y = tape.tensor(x.rows(), x.columns(), x, branch);
        long sum = y.address();
        tape.device().each("residual", y.count(), x.address(), branch.address(), sum, how.key, how.limit, how.keep);
        tape.usedUp(branch);
        tape.backward(y, () -> passOn(y, tape.target(x), tape.target(branch), how));
        return y;
    }

    /** Hands the gradient of y to two others, to the second after dropout. */
    private void passOn(CudaTensor y, Tape.Target whole, Tape.Target dropped, Dropping how) {
        tape.device()
                .each(
                        "residualBackward",
                        y.count(),
                        y.gradient().address(),
                        whole.address(),
                        whole.first(),
                        dropped.address(),
                        dropped.first(),
                        how.key,
                        how.limit,
                        how.keep);
    }
}
