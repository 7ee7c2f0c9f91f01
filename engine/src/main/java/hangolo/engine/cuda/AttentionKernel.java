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
 * Softmax attention: for each sequence batched matrix multiplications over all heads with a softmax between them, in query tiles that
 * share their memory. Only the log-sum-exp of each row is saved; the backward pass recomputes the weights (as in FlashAttention, Dao
 * et al. 2022) and their dropout mask.
 */
final class AttentionKernel {

    /** Most queries of a tile: many, since each tile launches its own kernels. */
    static final int TILE = 512;

    /** Rows of weights start at multiples of so many values, for tensor cores. */
    private static final int GRAIN = 8;

    private final Tape tape;

    AttentionKernel(Tape tape) {
        this.tape = tape;
    }

    /** Queries, keys or values, and the layout of their heads. */
    private record Place(CudaTensor tensor, int offset, int stride) {

        static Place of(HeadLayout heads) {
            return new Place(Tape.own(heads.tensor()), heads.offset(), heads.stride());
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
     * @param firstWeight position of the first weight of the first head among all weights of the call
     * @param perHead weights of one head of the sequence
     * @param perQuery weights of one query of the sequence
     */
    private record Tile(int query, int queries, int key, int keys, long firstWeight, long perHead, int perQuery) {

        int stride() {
            return (keys + GRAIN - 1) / GRAIN * GRAIN;
        }
    }

    /** One call: its operands, and the address of the log-sum-exp values, those of a tile together. */
    private record Call(
            AttentionSpec spec, float dropout, CounterRng rng, MatrixView q, MatrixView k, MatrixView v, long logSums) {

        /** Runs an action on each query tile. */
        void tiles(Consumer<Tile> action) {
            for (int i = 0; i < spec.queries().count(); i++) {
                int queries = spec.queries().length(i);
                int tiles = (queries + TILE - 1) / TILE;
                for (int index = 0; index < tiles; index++) {
                    action.accept(tile(i, queries * index / tiles, queries * (index + 1) / tiles));
                }
            }
        }

        private Tile tile(int sequence, int from, int to) {
            int queries = spec.queries().length(sequence);
            int keys = spec.keys().length(sequence);
            return new Tile(
                    spec.queries().start(sequence) + from,
                    to - from,
                    spec.keys().start(sequence),
                    spec.causal() ? keys - queries + to : keys,
                    ((long) sequence * spec.heads() * queries + from) * keys,
                    (long) queries * keys,
                    keys);
        }

        long logSums(Tile s) {
            return logSums + (long) s.query * spec.heads() * Float.BYTES;
        }
    }

    CudaTensor apply(HeadLayout queries, HeadLayout keys, HeadLayout values, AttentionSpec spec) {
        Place q = Place.of(queries);
        Place k = Place.of(keys);
        Place v = Place.of(values);
        int rows = spec.queries().rows();
        CudaTensor y = tape.tensor(rows, spec.heads() * spec.width(), q.tensor, k.tensor, v.tensor);
        Call call = new Call(
                spec,
                tape.training() ? spec.dropout() : 0f,
                tape.nextRng(),
                q.heads(operand(q.tensor)),
                k.heads(operand(k.tensor)),
                v.heads(operand(v.tensor)),
                tape.floats((long) rows * spec.heads()));
        Place out = new Place(y, 0, spec.width());
        call.tiles(s -> tape.scratch(() -> forward(call, s, out.heads(y.matrix()))));
        tape.backward(y, () -> {
            // Allocate the gradients before the scope whose memory is freed.
            MatrixView dq = q.heads(tape.gradient(q.tensor).matrix());
            MatrixView dk = k.heads(tape.gradient(k.tensor).matrix());
            MatrixView dv = v.heads(tape.gradient(v.tensor).matrix());
            tape.scratch(() -> {
                MatrixView gradOutput = out.heads(operand(y.gradient()));
                call.tiles(s -> tape.scratch(() -> backward(call, s, gradOutput, dq, dk, dv)));
            });
        });
        return y;
    }

    private MatrixView operand(CudaTensor x) {
        if (tape.activations() == Precision.BF16) {
            x.saveBf16();
        } else {
            x.save();
        }
        return tape.operand(x, tape.activations());
    }

    private void forward(Call call, Tile s, MatrixView out) {
        MatrixView scores = scores(call, s);
        MatrixView weights = place(call, s, scores);
        launch("attentionSoftmax", call, s, scores.address(), bf16Address(weights));
        MatrixView values = call.v.from(s.key, 0);
        multiply(call, s.queries, call.spec.width(), s.keys, 1f, weights, values, 0f, out.from(s.query, 0));
    }

    private MatrixView scores(Call call, Tile s) {
        MatrixView scores = matrix(call, s, Type.FP32);
        MatrixView keys = call.k.from(s.key, 0).t();
        float scale = call.spec.scale();
        multiply(call, s.queries, s.keys, call.spec.width(), scale, call.q.from(s.query, 0), keys, 0f, scores);
        return scores;
    }

    /** Scratch for [heads, queries, keys]. */
    private MatrixView matrix(Call call, Tile s, Type type) {
        long each = (long) s.queries * s.stride();
        return new MatrixView(tape.take(call.spec.heads() * each * type.bytes()), type, s.stride(), false, each);
    }

    /** Where a kernel writes an operand that it computes from fp32 values: in place, or elsewhere in bf16. */
    private MatrixView place(Call call, Tile s, MatrixView numbers) {
        Type type = Type.of(tape.activations());
        return type == Type.BF16 ? matrix(call, s, type) : numbers.as(type);
    }

    private static long bf16Address(MatrixView operand) {
        return operand.type() == Type.BF16 ? operand.address() : CudaTensor.NONE;
    }

    private void backward(Call call, Tile s, MatrixView gradOutput, MatrixView dq, MatrixView dk, MatrixView dv) {
        int width = call.spec.width();
        float scale = call.spec.scale();
        MatrixView dy = gradOutput.from(s.query, 0);
        MatrixView scores = scores(call, s);
        MatrixView scoreGradients = matrix(call, s, Type.FP32);
        multiply(call, s.queries, s.keys, width, 1f, dy, call.v.from(s.key, 0).t(), 0f, scoreGradients);
        MatrixView weights = place(call, s, scores);
        MatrixView ds = place(call, s, scoreGradients);
        launch(
                "attentionBackward",
                call,
                s,
                scores.address(),
                bf16Address(weights),
                scoreGradients.address(),
                bf16Address(ds));
        multiply(call, s.keys, width, s.queries, 1f, weights.t(), dy, 1f, dv.from(s.key, 0));
        multiply(call, s.queries, width, s.keys, scale, ds, call.k.from(s.key, 0), 1f, dq.from(s.query, 0));
        multiply(call, s.keys, width, s.queries, scale, ds.t(), call.q.from(s.query, 0), 1f, dk.from(s.key, 0));
    }

    /** Launches a kernel on the matrices at these addresses. */
    private void launch(String kernel, Call call, Tile s, Long... addresses) {
        List<Number> arguments = new ArrayList<>(List.of(addresses));
        arguments.addAll(List.of(
                call.logSums(s),
                s.queries,
                s.keys,
                s.stride(),
                call.spec.causal() ? 1 : 0,
                s.firstWeight,
                s.perHead,
                s.perQuery,
                call.rng.key(),
                CounterRng.threshold(call.dropout)));
        arguments.add(CounterRng.scale(call.dropout));
        tape.device().rows(kernel, call.spec.heads() * s.queries, s.keys, arguments.toArray(Number[]::new));
    }

    private void multiply(
            Call call, int m, int n, int k, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) {
        tape.device().multiply(new Gemm(m, n, k, alpha, a, b, beta, c, call.spec.heads()));
    }
}
