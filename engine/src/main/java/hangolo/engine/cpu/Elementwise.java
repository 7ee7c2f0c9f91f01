package hangolo.engine.cpu;

import hangolo.engine.CounterRng;
import java.util.Optional;

/** Elementwise operations, in chunks that fit the L1 cache. */
final class Elementwise {

    private static final int CHUNK = 2048;

    /** An elementwise function. */
    interface Function {
        float of(float x);
    }

    private interface Chunk {
        void run(int offset, int length, Scratch scratch);
    }

    private final Tape tape;

    Elementwise(Tape tape) {
        this.tape = tape;
    }

    /** {@code target += factor · source}. */
    static void addTo(Tape tape, GradientAccumulator target, CpuTensor source, float factor) {
        chunks(tape, source.count(), (at, n, s) -> {
            float[] sum = s.row(0, CHUNK);
            float[] more = s.row(1, CHUNK);
            target.get(at, sum, n);
            source.block.get(source.offset + at, more, 0, n);
            for (int i = 0; i < n; i++) {
                sum[i] += factor * more[i];
            }
            target.put(at, sum, n);
        });
    }

    CpuTensor add(CpuTensor a, CpuTensor b) {
        CpuTensor y = addWithDropout(a, b, Optional.empty(), 0f);
        tape.record(y, () -> {
            if (a.tracked()) {
                addTo(tape, tape.sum(a), tape.gradient(y), 1f);
            }
            passGradient(y, b);
        });
        return y;
    }

    /** {@code x + dropout(branch)}; without a generator {@code x + branch}. */
    private CpuTensor addWithDropout(CpuTensor x, CpuTensor branch, Optional<CounterRng> rng, float probability) {
        CpuTensor y = tape.passing(x.rows(), x.columns(), x, branch);
        chunks(tape, y.count(), (at, n, s) -> {
            float[] stream = s.row(0, CHUNK);
            float[] more = s.row(1, CHUNK);
            x.block.get(x.offset + at, stream, 0, n);
            branch.block.get(branch.offset + at, more, 0, n);
            rng.ifPresent(r -> r.dropout(probability, at, more, n, s.integers(0, n)));
            for (int i = 0; i < n; i++) {
                stream[i] += more[i];
            }
            y.block.put(y.offset + at, stream, 0, n);
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
        tape.pool.rows(a.rows(), d, (from, to, s) -> {
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

    /** A function and its derivative, both of the input. */
    CpuTensor activation(CpuTensor x, Function function, Function derivative) {
        CpuTensor y = tape.result(x.rows(), x.columns(), x);
        apply(x, y, function);
        tape.record(y, () -> {
            GradientAccumulator dx = tape.sum(x);
            CpuTensor dy = tape.gradient(y);
            chunks(tape, x.count(), (at, n, s) -> {
                float[] in = s.row(0, CHUNK);
                float[] grad = s.row(1, CHUNK);
                float[] sum = s.row(2, CHUNK);
                x.block.get(x.offset + at, in, 0, n);
                dy.block.get(dy.offset + at, grad, 0, n);
                dx.get(at, sum, n);
                for (int i = 0; i < n; i++) {
                    sum[i] += grad[i] * derivative.of(in[i]);
                }
                dx.put(at, sum, n);
            });
        });
        return y;
    }

    /** GELU in the tanh form, by oneDNN. */
    CpuTensor geluTanh(CpuTensor x) {
        CpuTensor y = tape.passing(x.rows(), x.columns(), x);
        x.save();
        eltwise(x.count(), (at, n, s) -> EltwisePrimitive.GELU_TANH.run(s, n, x.address(at), y.address(at)));
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            GradientAccumulator dx = tape.sum(x);
            CpuTensor more = dx.fresh() ? dx.tensor() : tape.kept(x.rows(), x.columns());
            eltwise(
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
        Optional<CounterRng> rng = tape.training() && probability > 0f ? Optional.of(tape.nextRng()) : Optional.empty();
        CpuTensor y = addWithDropout(x, branch, rng, probability);
        tape.record(y, () -> {
            if (branch.tracked()) {
                addDropoutGradient(tape.sum(branch), tape.gradient(y), rng, probability);
            }
            passGradient(y, x);
        });
        return y;
    }

    private void addDropoutGradient(
            GradientAccumulator target, CpuTensor source, Optional<CounterRng> rng, float probability) {
        chunks(tape, source.count(), (at, n, s) -> {
            float[] grad = s.row(0, CHUNK);
            float[] sum = s.row(1, CHUNK);
            source.block.get(source.offset + at, grad, 0, n);
            rng.ifPresent(r -> r.dropout(probability, at, grad, n, s.integers(0, n)));
            target.get(at, sum, n);
            for (int i = 0; i < n; i++) {
                sum[i] += grad[i];
            }
            target.put(at, sum, n);
        });
    }

    /** Adds the gradient of y to that of x, or moves it if x has none and belongs to this pass. */
    private void passGradient(CpuTensor y, CpuTensor x) {
        if (x.tracked()) {
            if (x.gradient().isEmpty()) {
                y.moveGradient(x);
            } else {
                addTo(tape, tape.sum(x), tape.gradient(y), 1f);
            }
        }
    }

    private void eltwise(int count, Chunk chunk) {
        tape.pool.rows(
                (count + EltwisePrimitive.GRAIN - 1) / EltwisePrimitive.GRAIN,
                EltwisePrimitive.GRAIN,
                (from, to, s) -> {
                    int start = from * EltwisePrimitive.GRAIN;
                    chunk.run(start, Math.min(count, to * EltwisePrimitive.GRAIN) - start, s);
                });
    }

    /** A function without a gradient. */
    CpuTensor forward(String operation, CpuTensor x, Function function) {
        CpuTensor y = tape.forwardOnly(operation, x.rows(), x.columns(), x);
        apply(x, y, function);
        return y;
    }

    /** {@code a · gelu(g)} of the halves {@code [a | g]} of each row. */
    CpuTensor geglu(CpuTensor x) {
        int half = x.columns() / 2;
        CpuTensor y = tape.result(x.rows(), half, x);
        tape.pool.rows(x.rows(), x.columns() * 8, (from, to, s) -> {
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
        tape.pool.rows(x.rows(), x.columns() * 8, (from, to, s) -> {
            float[] in = s.row(0, 2 * half);
            float[] grad = s.row(1, half);
            float[] sum = s.row(2, 2 * half);
            for (int i = from; i < to; i++) {
                x.row(i, in);
                dy.row(i, grad);
                dx.row(i, sum);
                for (int j = 0; j < half; j++) {
                    sum[j] += grad[j] * MathFunctions.gelu(in[half + j]);
                    sum[half + j] += grad[j] * in[j] * MathFunctions.geluDerivative(in[half + j]);
                }
                dx.setRow(i, sum);
            }
        });
    }

    CpuTensor dropout(CpuTensor x, float probability) {
        CounterRng rng = tape.nextRng();
        CpuTensor y = tape.result(x.rows(), x.columns(), x);
        chunks(tape, x.count(), (at, n, s) -> {
            float[] values = s.row(0, CHUNK);
            x.block.get(x.offset + at, values, 0, n);
            rng.dropout(probability, at, values, n, s.integers(0, n));
            y.block.put(y.offset + at, values, 0, n);
        });
        tape.record(y, () -> addDropoutGradient(tape.sum(x), tape.gradient(y), Optional.of(rng), probability));
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

    private void apply(CpuTensor x, CpuTensor y, Function function) {
        change(x, y, (values, n) -> {
            for (int i = 0; i < n; i++) {
                values[i] = function.of(values[i]);
            }
        });
    }

    /** Changes values in place. Each operation has a loop of its own, since a shared one would call a function per value. */
    private interface Change {
        void of(float[] values, int count);
    }

    private void change(CpuTensor x, CpuTensor y, Change change) {
        chunks(tape, x.count(), (at, n, s) -> {
            float[] values = s.row(0, CHUNK);
            x.block.get(x.offset + at, values, 0, n);
            change.of(values, n);
            y.block.put(y.offset + at, values, 0, n);
        });
    }

    private static void chunks(Tape tape, int count, Chunk chunk) {
        tape.pool.rows((count + CHUNK - 1) / CHUNK, CHUNK, (from, to, s) -> {
            for (int i = from; i < to; i++) {
                chunk.run(i * CHUNK, Math.min(CHUNK, count - i * CHUNK), s);
            }
        });
    }
}
