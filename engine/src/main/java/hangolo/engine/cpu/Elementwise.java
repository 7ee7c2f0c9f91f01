package hangolo.engine.cpu;

import hangolo.engine.CounterRng;
import java.util.Optional;

/** Operations that treat every value alone, in blocks that fit the first cache level. */
final class Elementwise {

    private static final int BLOCK = 2048;

    /** A curve. */
    interface Curve {
        float of(float x);
    }

    private interface Block {
        void run(int offset, int length, Scratch scratch);
    }

    private final Tape tape;

    Elementwise(Tape tape) {
        this.tape = tape;
    }

    /** {@code target += factor · source}. */
    static void addTo(Tape tape, GradientAccumulator target, CpuTensor source, float factor) {
        blocks(tape, source.count(), (at, n, s) -> {
            float[] sum = s.row(0, BLOCK);
            float[] more = s.row(1, BLOCK);
            target.get(at, sum, n);
            source.page.get(source.offset + at, more, 0, n);
            for (int i = 0; i < n; i++) {
                sum[i] += factor * more[i];
            }
            target.put(at, sum, n);
        });
    }

    CpuTensor add(CpuTensor a, CpuTensor b) {
        CpuTensor y = joined(a, b, Optional.empty(), 0f);
        tape.record(y, () -> {
            if (a.tracked()) {
                addTo(tape, tape.sum(a), tape.gradient(y), 1f);
            }
            pass(y, b);
        });
        return y;
    }

    /** {@code x + dropout(branch)}, without dice {@code x + branch}. */
    private CpuTensor joined(CpuTensor x, CpuTensor branch, Optional<CounterRng> dice, float probability) {
        CpuTensor y = tape.passing(x.rows(), x.columns(), x, branch);
        blocks(tape, y.count(), (at, n, s) -> {
            float[] stream = s.row(0, BLOCK);
            float[] more = s.row(1, BLOCK);
            x.page.get(x.offset + at, stream, 0, n);
            branch.page.get(branch.offset + at, more, 0, n);
            dice.ifPresent(d -> d.drop(probability, at, more, n, s.integers(0, n)));
            for (int i = 0; i < n; i++) {
                stream[i] += more[i];
            }
            y.page.put(y.offset + at, stream, 0, n);
        });
        return y;
    }

    CpuTensor scale(CpuTensor x, float factor) {
        CpuTensor y = tape.result(x.rows(), x.columns(), x);
        change(x, y, (values, n) -> {
            for (int i = 0; i < n; i++) {
                values[i] *= factor;
            }
        });
        tape.record(y, () -> addTo(tape, tape.sum(x), tape.gradient(y), factor));
        return y;
    }

    /** {@code a · b}, b repeated if it is a single row. */
    CpuTensor multiply(CpuTensor a, CpuTensor b) {
        CpuTensor y = tape.forwardOnly("multiply", a.rows(), a.columns(), a, b);
        int d = a.columns();
        tape.workers.rows(a.rows(), d, (from, to, s) -> {
            float[] left = s.row(0, d);
            float[] right = s.row(1, d);
            for (int i = from; i < to; i++) {
                a.row(i, left);
                b.row(b.rows() == 1 ? 0 : i, right);
                for (int j = 0; j < d; j++) {
                    left[j] *= right[j];
                }
                y.setRow(i, left);
            }
        });
        return y;
    }

    /** A curve and its slope, both functions of the input. */
    CpuTensor curve(CpuTensor x, Curve value, Curve slope) {
        CpuTensor y = tape.result(x.rows(), x.columns(), x);
        apply(x, y, value);
        tape.record(y, () -> {
            GradientAccumulator dx = tape.sum(x);
            CpuTensor dy = tape.gradient(y);
            blocks(tape, x.count(), (at, n, s) -> {
                float[] in = s.row(0, BLOCK);
                float[] up = s.row(1, BLOCK);
                float[] sum = s.row(2, BLOCK);
                x.page.get(x.offset + at, in, 0, n);
                dy.page.get(dy.offset + at, up, 0, n);
                dx.get(at, sum, n);
                for (int i = 0; i < n; i++) {
                    sum[i] += up[i] * slope.of(in[i]);
                }
                dx.put(at, sum, n);
            });
        });
        return y;
    }

    /** GELU in the tanh form, by oneDNN. */
    CpuTensor geluTanh(CpuTensor x) {
        CpuTensor y = tape.passing(x.rows(), x.columns(), x);
        x.keep();
        sweep(x.count(), (at, n, s) -> EltwisePrimitive.GELU_TANH.run(s, n, x.address(at), y.address(at)));
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            GradientAccumulator dx = tape.sum(x);
            CpuTensor more = dx.fresh() ? dx.tensor() : tape.kept(x.rows(), x.columns());
            sweep(
                    x.count(),
                    (at, n, s) -> EltwisePrimitive.GELU_TANH_BACKWARD.run(
                            s, n, x.address(at), dy.address(at), more.address(at)));
            if (!dx.fresh()) {
                addTo(tape, dx, more, 1f);
            }
        });
        return y;
    }

    /** {@code x + dropout(branch)}. */
    CpuTensor residual(CpuTensor x, CpuTensor branch, float probability) {
        Optional<CounterRng> dice = tape.training() && probability > 0f ? Optional.of(tape.dice()) : Optional.empty();
        CpuTensor y = joined(x, branch, dice, probability);
        tape.record(y, () -> {
            if (branch.tracked()) {
                addDropped(tape.sum(branch), tape.gradient(y), dice, probability);
            }
            pass(y, x);
        });
        return y;
    }

    private void addDropped(
            GradientAccumulator target, CpuTensor source, Optional<CounterRng> dice, float probability) {
        blocks(tape, source.count(), (at, n, s) -> {
            float[] up = s.row(0, BLOCK);
            float[] sum = s.row(1, BLOCK);
            source.page.get(source.offset + at, up, 0, n);
            dice.ifPresent(d -> d.drop(probability, at, up, n, s.integers(0, n)));
            target.get(at, sum, n);
            for (int i = 0; i < n; i++) {
                sum[i] += up[i];
            }
            target.put(at, sum, n);
        });
    }

    /** Adds the gradient of y to that of x, or hands it over whole if x has none and lives in this pass. */
    private void pass(CpuTensor y, CpuTensor x) {
        if (x.tracked()) {
            if (x.gradient().isEmpty()) {
                y.handGradient(x);
            } else {
                addTo(tape, tape.sum(x), tape.gradient(y), 1f);
            }
        }
    }

    private void sweep(int count, Block block) {
        tape.workers.rows(
                (count + EltwisePrimitive.GRAIN - 1) / EltwisePrimitive.GRAIN,
                EltwisePrimitive.GRAIN,
                (from, to, s) -> {
                    int start = from * EltwisePrimitive.GRAIN;
                    block.run(start, Math.min(count, to * EltwisePrimitive.GRAIN) - start, s);
                });
    }

    /** A curve without a slope. */
    CpuTensor forward(String operation, CpuTensor x, Curve value) {
        CpuTensor y = tape.forwardOnly(operation, x.rows(), x.columns(), x);
        apply(x, y, value);
        return y;
    }

    /** {@code a · gelu(g)} of the halves {@code [a | g]} of each row. */
    CpuTensor geglu(CpuTensor x) {
        int half = x.columns() / 2;
        CpuTensor y = tape.result(x.rows(), half, x);
        tape.workers.rows(x.rows(), x.columns() * 8, (from, to, s) -> {
            float[] in = s.row(0, 2 * half);
            for (int i = from; i < to; i++) {
                x.row(i, in);
                for (int j = 0; j < half; j++) {
                    in[j] *= MathFunctions.gelu(in[half + j]);
                }
                y.setRow(i, in);
            }
        });
        tape.record(y, () -> gegluBackward(x, y, half));
        return y;
    }

    private void gegluBackward(CpuTensor x, CpuTensor y, int half) {
        GradientAccumulator dx = tape.sum(x);
        CpuTensor dy = tape.gradient(y);
        tape.workers.rows(x.rows(), x.columns() * 8, (from, to, s) -> {
            float[] in = s.row(0, 2 * half);
            float[] up = s.row(1, half);
            float[] sum = s.row(2, 2 * half);
            for (int i = from; i < to; i++) {
                x.row(i, in);
                dy.row(i, up);
                dx.row(i, sum);
                for (int j = 0; j < half; j++) {
                    sum[j] += up[j] * MathFunctions.gelu(in[half + j]);
                    sum[half + j] += up[j] * in[j] * MathFunctions.geluSlope(in[half + j]);
                }
                dx.setRow(i, sum);
            }
        });
    }

    CpuTensor dropout(CpuTensor x, float probability) {
        CounterRng dice = tape.dice();
        CpuTensor y = tape.result(x.rows(), x.columns(), x);
        blocks(tape, x.count(), (at, n, s) -> {
            float[] values = s.row(0, BLOCK);
            x.page.get(x.offset + at, values, 0, n);
            dice.drop(probability, at, values, n, s.integers(0, n));
            y.page.put(y.offset + at, values, 0, n);
        });
        tape.record(y, () -> addDropped(tape.sum(x), tape.gradient(y), Optional.of(dice), probability));
        return y;
    }

    /** {@code x} if positive, else {@code slope · x}. */
    CpuTensor leakyRelu(CpuTensor x, float slope) {
        CpuTensor y = tape.forwardOnly("leakyRelu", x.rows(), x.columns(), x);
        change(x, y, (values, n) -> {
            for (int i = 0; i < n; i++) {
                values[i] = values[i] > 0f ? values[i] : slope * values[i];
            }
        });
        return y;
    }

    private void apply(CpuTensor x, CpuTensor y, Curve curve) {
        change(x, y, (values, n) -> {
            for (int i = 0; i < n; i++) {
                values[i] = curve.of(values[i]);
            }
        });
    }

    /** Changes the first values of an array; a loop of its own for each, since one over all curves calls for every value. */
    private interface Change {
        void of(float[] values, int count);
    }

    private void change(CpuTensor x, CpuTensor y, Change change) {
        blocks(tape, x.count(), (at, n, s) -> {
            float[] values = s.row(0, BLOCK);
            x.page.get(x.offset + at, values, 0, n);
            change.of(values, n);
            y.page.put(y.offset + at, values, 0, n);
        });
    }

    private static void blocks(Tape tape, int count, Block block) {
        tape.workers.rows((count + BLOCK - 1) / BLOCK, BLOCK, (from, to, s) -> {
            for (int i = from; i < to; i++) {
                block.run(i * BLOCK, Math.min(BLOCK, count - i * BLOCK), s);
            }
        });
    }
}
