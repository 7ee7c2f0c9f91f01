package hangolo.engine.cuda;

import hangolo.engine.AttentionSpec;
import hangolo.engine.CounterRng;
import hangolo.engine.HeadLayout;
import hangolo.engine.Precision;
import hangolo.engine.cuda.MatrixView.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Softmax attention: for each sequence the products of all heads at once, with a softmax between them, in strips of queries that
 * share their memory. Of the weights only the logarithm of each row's sum is kept; the way back computes them again (as in
 * FlashAttention, Dao et al. 2022) and throws their dropout again.
 */
final class AttentionKernel {

    /** Queries of a strip at the most: many, since each strip starts kernels of its own. */
    static final int STRIP = 512;

    /** Rows of weights begin at multiples of so many values, as tensor cores like it. */
    private static final int GRAIN = 8;

    private final Tape tape;

    AttentionKernel(Tape tape) {
        this.tape = tape;
    }

    /** Queries, keys or values: where the heads of all sequences lie. */
    private record Side(CudaTensor tensor, int offset, int stride) {

        static Side of(HeadLayout heads) {
            return new Side(Tape.own(heads.tensor()), heads.offset(), heads.stride());
        }

        /** All heads, in a matrix of this tensor's shape. */
        MatrixView heads(MatrixView whole) {
            return whole.from(0, offset).every(stride);
        }
    }

    /**
     * Some queries of a sequence, and the keys that the last of them sees.
     *
     * @param query row of the first query
     * @param key row of the first key
     * @param dice number of the first weight of the first head among all weights of the call
     * @param perHead weights of one head of the sequence
     * @param perQuery weights of one query of the sequence
     */
    private record Strip(int query, int queries, int key, int keys, long dice, long perHead, int perQuery) {

        int stride() {
            return (keys + GRAIN - 1) / GRAIN * GRAIN;
        }
    }

    /** One call: its factors, and the place of the logarithms, those of a strip together. */
    private record Call(
            AttentionSpec how, float dropout, CounterRng dice, MatrixView q, MatrixView k, MatrixView v, long logSums) {

        /** Hands all strips to an action. */
        void strips(Consumer<Strip> action) {
            for (int i = 0; i < how.queries().count(); i++) {
                int queries = how.queries().length(i);
                int strips = (queries + STRIP - 1) / STRIP;
                for (int part = 0; part < strips; part++) {
                    action.accept(strip(i, queries * part / strips, queries * (part + 1) / strips));
                }
            }
        }

        private Strip strip(int sequence, int from, int to) {
            int queries = how.queries().length(sequence);
            int keys = how.keys().length(sequence);
            return new Strip(
                    how.queries().start(sequence) + from,
                    to - from,
                    how.keys().start(sequence),
                    how.causal() ? keys - queries + to : keys,
                    ((long) sequence * how.heads() * queries + from) * keys,
                    (long) queries * keys,
                    keys);
        }

        long logSums(Strip s) {
            return logSums + (long) s.query * how.heads() * Float.BYTES;
        }
    }

    CudaTensor apply(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec how) {
        Side q = Side.of(queries);
        Side k = Side.of(keys);
        Side v = Side.of(values);
        int rows = how.queries().rows();
        CudaTensor y = tape.tensor(rows, how.heads() * how.width(), q.tensor, k.tensor, v.tensor);
        Call call = new Call(
                how,
                tape.training() ? how.dropout() : 0f,
                tape.dice(),
                q.heads(factor(q.tensor)),
                k.heads(factor(k.tensor)),
                v.heads(factor(v.tensor)),
                tape.floats((long) rows * how.heads()));
        Side out = new Side(y, 0, how.width());
        call.strips(s -> tape.scratch(() -> forward(call, s, out.heads(y.matrix()))));
        tape.backward(y, () -> {
            // Gradients are made before the scratch memory, which is given back.
            MatrixView dq = q.heads(tape.gradient(q.tensor).matrix());
            MatrixView dk = k.heads(tape.gradient(k.tensor).matrix());
            MatrixView dv = v.heads(tape.gradient(v.tensor).matrix());
            tape.scratch(() -> {
                MatrixView up = out.heads(factor(y.gradient()));
                call.strips(s -> tape.scratch(() -> backward(call, s, up, dq, dk, dv)));
            });
        });
        return y;
    }

    private MatrixView factor(CudaTensor x) {
        if (tape.activations() == Precision.BF16) {
            x.keepRounded();
        } else {
            x.keep();
        }
        return tape.operand(x, tape.activations());
    }

    private void forward(Call call, Strip s, MatrixView out) {
        MatrixView scores = scores(call, s);
        MatrixView weights = place(call, s, scores);
        launch("attentionSoftmax", call, s, scores.address(), rounded(weights));
        MatrixView values = call.v.from(s.key, 0);
        multiply(call, s.queries, call.how.width(), s.keys, 1f, weights, values, 0f, out.from(s.query, 0));
    }

    private MatrixView scores(Call call, Strip s) {
        MatrixView scores = matrix(call, s, Type.FP32);
        MatrixView keys = call.k.from(s.key, 0).t();
        float scale = call.how.scale();
        multiply(call, s.queries, s.keys, call.how.width(), scale, call.q.from(s.query, 0), keys, 0f, scores);
        return scores;
    }

    /** Memory for a number for each query and key of each head. */
    private MatrixView matrix(Call call, Strip s, Type type) {
        long each = (long) s.queries * s.stride();
        return new MatrixView(tape.take(call.how.heads() * each * type.bytes()), type, s.stride(), false, each);
    }

    /** Where a kernel puts the factor that it makes of some numbers: in their place, or elsewhere if it is rounded. */
    private MatrixView place(Call call, Strip s, MatrixView numbers) {
        Type type = Type.of(tape.activations());
        return type == Type.BF16 ? matrix(call, s, type) : numbers.as(type);
    }

    private static long rounded(MatrixView factor) {
        return factor.type() == Type.BF16 ? factor.address() : CudaTensor.NONE;
    }

    private void backward(Call call, Strip s, MatrixView up, MatrixView dq, MatrixView dk, MatrixView dv) {
        int width = call.how.width();
        float scale = call.how.scale();
        MatrixView dy = up.from(s.query, 0);
        MatrixView scores = scores(call, s);
        MatrixView slopes = matrix(call, s, Type.FP32);
        multiply(call, s.queries, s.keys, width, 1f, dy, call.v.from(s.key, 0).t(), 0f, slopes);
        MatrixView weights = place(call, s, scores);
        MatrixView ds = place(call, s, slopes);
        launch("attentionBackward", call, s, scores.address(), rounded(weights), slopes.address(), rounded(ds));
        multiply(call, s.keys, width, s.queries, 1f, weights.t(), dy, 1f, dv.from(s.key, 0));
        multiply(call, s.queries, width, s.keys, scale, ds, call.k.from(s.key, 0), 1f, dq.from(s.query, 0));
        multiply(call, s.keys, width, s.queries, scale, ds.t(), call.q.from(s.query, 0), 1f, dk.from(s.key, 0));
    }

    /** Starts a kernel on the matrices at these addresses. */
    private void launch(String kernel, Call call, Strip s, Long... addresses) {
        List<Number> arguments = new ArrayList<>(List.of(addresses));
        arguments.addAll(List.of(
                call.logSums(s),
                s.queries,
                s.keys,
                s.stride(),
                call.how.causal() ? 1 : 0,
                s.dice,
                s.perHead,
                s.perQuery,
                call.dice.key(),
                CounterRng.limit(call.dropout)));
        arguments.add(CounterRng.keep(call.dropout));
        tape.device().rows(kernel, call.how.heads() * s.queries, s.keys, arguments.toArray(Number[]::new));
    }

    private void multiply(
            Call call, int m, int n, int k, float factor, MatrixView a, MatrixView b, float keep, MatrixView c) {
        tape.device().multiply(new Gemm(m, n, k, factor, a, b, keep, c, call.how.heads()));
    }
}
