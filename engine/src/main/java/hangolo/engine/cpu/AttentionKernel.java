package hangolo.engine.cpu;

import hangolo.engine.Attention;
import hangolo.engine.Dice;
import hangolo.engine.Heads;
import java.util.Arrays;

/**
 * Softmax attention, one task for each head of each sequence. The weights are kept for the backward pass; their dropout
 * is thrown again.
 */
final class AttentionKernel {

    private final Tape tape;

    AttentionKernel(Tape tape) {
        this.tape = tape;
    }

    /** One head of one sequence: where its rows begin and how many there are. */
    private record Task(int index, int head, int query, int queries, int key, int keys) {

        /** Keys that query row i sees. */
        int visible(int i, boolean causal) {
            return causal ? keys - queries + i + 1 : keys;
        }
    }

    private record Call(CpuTensor q, CpuTensor k, CpuTensor v, Heads hq, Heads hk, Heads hv, Attention how, Dice dice) {

        Task task(int index) {
            int sequence = index / how.heads();
            return new Task(
                    index,
                    index % how.heads(),
                    how.queries().start(sequence),
                    how.queries().length(sequence),
                    how.keys().start(sequence),
                    how.keys().length(sequence));
        }

        int tasks() {
            return how.heads() * how.queries().count();
        }

        Part queries(Task t, CpuTensor x) {
            return Part.of(x, t.query, hq.offset() + t.head * hq.stride());
        }

        Part keys(Task t, CpuTensor x) {
            return Part.of(x, t.key, hk.offset() + t.head * hk.stride());
        }

        Part values(Task t, CpuTensor x) {
            return Part.of(x, t.key, hv.offset() + t.head * hv.stride());
        }

        Part output(Task t, CpuTensor x) {
            return Part.of(x, t.query, t.head * how.width());
        }
    }

    CpuTensor apply(Heads queries, Heads keys, Heads values, Attention how) {
        CpuTensor q = Tape.of(queries.tensor());
        CpuTensor k = Tape.of(keys.tensor());
        CpuTensor v = Tape.of(values.tensor());
        Attention used = tape.training() ? how : withoutDropout(how);
        Call call = new Call(q, k, v, queries, keys, values, used, tape.dice());
        CpuTensor y = tape.result(how.queries().rows(), how.heads() * how.width(), q, k, v);
        CpuTensor[] weights = new CpuTensor[call.tasks()];
        for (int i = 0; i < weights.length; i++) {
            Task t = call.task(i);
            weights[i] = tape.result(t.queries, t.keys);
        }
        tape.workers.tasks(weights.length, (from, to, s) -> {
            for (int i = from; i < to; i++) {
                forward(call, call.task(i), weights[i], y, s);
            }
        });
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            CpuTensor dq = tape.gradient(q);
            CpuTensor dk = tape.gradient(k);
            CpuTensor dv = tape.gradient(v);
            tape.workers.tasks(weights.length, (from, to, s) -> {
                for (int i = from; i < to; i++) {
                    backward(call, call.task(i), weights[i], dy, dq, dk, dv, s);
                }
            });
        });
        return y;
    }

    private static Attention withoutDropout(Attention how) {
        return new Attention(how.heads(), how.width(), how.queries(), how.keys(), how.causal(), how.scale(), 0f);
    }

    private static void forward(Call call, Task t, CpuTensor weights, CpuTensor y, Scratch s) {
        int w = call.how.width();
        Part scores = Part.of(weights);
        Blas.product(
                s,
                t.queries,
                t.keys,
                w,
                call.how.scale(),
                call.queries(t, call.q),
                call.keys(t, call.k).t(),
                0f,
                scores);
        softmax(weights, t, call.how.causal(), s);
        CpuTensor dropped = dropped(call, t, weights, s);
        Blas.product(s, t.queries, w, t.keys, 1f, Part.of(dropped), call.values(t, call.v), 0f, call.output(t, y));
    }

    private static void softmax(CpuTensor scores, Task t, boolean causal, Scratch s) {
        float[] row = s.row(0, t.keys);
        for (int i = 0; i < t.queries; i++) {
            int visible = t.visible(i, causal);
            scores.row(i, row);
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < visible; j++) {
                max = Math.max(max, row[j]);
            }
            for (int j = 0; j < visible; j++) {
                row[j] -= max;
            }
            Arrays.fill(row, visible, t.keys, Float.NEGATIVE_INFINITY);
            scores.setRow(i, row);
        }
        Sweep.EXP.run(s, scores.count(), scores.address(), scores.address());
        for (int i = 0; i < t.queries; i++) {
            int visible = t.visible(i, causal);
            scores.row(i, row);
            float scale = (float) (1 / Sums.sum(row, visible));
            for (int j = 0; j < visible; j++) {
                row[j] *= scale;
            }
            scores.setRow(i, row);
        }
    }

    /** The weights after dropout: themselves if there is none. */
    private static CpuTensor dropped(Call call, Task t, CpuTensor weights, Scratch s) {
        if (call.how.dropout() == 0f) {
            return weights;
        }
        CpuTensor copy = s.matrix(0, t.queries, t.keys);
        float[] row = s.row(0, t.keys);
        for (int i = 0; i < t.queries; i++) {
            weights.row(i, row);
            drop(call, t, i, row, s);
            copy.setRow(i, row);
        }
        return copy;
    }

    private static void drop(Call call, Task t, int i, float[] row, Scratch s) {
        int visible = t.visible(i, call.how.causal());
        int first = (t.index * t.queries + i) * t.keys;
        call.dice.drop(call.how.dropout(), first, row, visible, s.integers(visible));
    }

    private static void backward(
            Call call, Task t, CpuTensor weights, CpuTensor dy, CpuTensor dq, CpuTensor dk, CpuTensor dv, Scratch s) {
        int w = call.how.width();
        Part up = call.output(t, dy);
        Part used = Part.of(dropped(call, t, weights, s));
        Blas.product(s, t.keys, w, t.queries, 1f, used.t(), up, 1f, call.values(t, dv));
        CpuTensor slopes = s.matrix(1, t.queries, t.keys);
        Blas.product(s, t.queries, t.keys, w, 1f, up, call.values(t, call.v).t(), 0f, Part.of(slopes));
        softmaxBackward(call, t, weights, slopes, s);
        float scale = call.how.scale();
        Blas.product(s, t.queries, w, t.keys, scale, Part.of(slopes), call.keys(t, call.k), 1f, call.queries(t, dq));
        Blas.product(
                s, t.keys, w, t.queries, scale, Part.of(slopes).t(), call.queries(t, call.q), 1f, call.keys(t, dk));
    }

    /** {@code ds = p · (dp - Σ dp · p)} in place. */
    private static void softmaxBackward(Call call, Task t, CpuTensor weights, CpuTensor slopes, Scratch s) {
        float[] p = s.row(0, t.keys);
        float[] up = s.row(1, t.keys);
        for (int i = 0; i < t.queries; i++) {
            weights.row(i, p);
            slopes.row(i, up);
            if (call.how.dropout() != 0f) {
                drop(call, t, i, up, s);
            }
            float along = (float) Sums.dot(p, up, t.visible(i, call.how.causal()));
            for (int j = 0; j < t.keys; j++) {
                up[j] = p[j] * (up[j] - along);
            }
            slopes.setRow(i, up);
        }
    }
}
