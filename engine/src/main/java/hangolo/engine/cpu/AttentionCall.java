package hangolo.engine.cpu;

import hangolo.engine.AttentionSpec;
import hangolo.engine.CounterRng;
import hangolo.engine.HeadLayout;
import java.util.function.Consumer;

/** One attention call: operands, result, and the log-sum-exp of each row and head. */
record AttentionCall(Place q, Place k, Place v, Place y, CpuTensor logSums, AttentionSpec spec, CounterRng rng) {

    /** Queries of a tile: with 500 keys its matrices fill an L2 cache of 1 MiB. */
    private static final int TILE = 128;

    /** An operand or its gradient, and the layout of its heads. */
    record Place(CpuTensor tensor, int offset, int stride) {

        static Place of(HeadLayout heads) {
            return new Place(Tape.of(heads.tensor()), heads.offset(), heads.stride());
        }

        Place with(CpuTensor other) {
            return new Place(other, offset, stride);
        }

        private int column(QueryTile t) {
            return offset + t.task().head() * stride;
        }
    }

    TensorSlice queries(QueryTile t) {
        return new TensorSlice(q.tensor, t.query(0), q.column(t), t.queries(), spec.width());
    }

    TensorSlice keys(QueryTile t) {
        return new TensorSlice(k.tensor, t.task().key(), k.column(t), t.keys(), spec.width());
    }

    TensorSlice values(QueryTile t) {
        return new TensorSlice(v.tensor, t.task().key(), v.column(t), t.keys(), spec.width());
    }

    TensorSlice result(QueryTile t) {
        return new TensorSlice(y.tensor, t.query(0), y.column(t), t.queries(), spec.width());
    }

    float logSum(QueryTile t, int query) {
        return logSums.block.get(logSums.at(t.query(query)) + t.task().head());
    }

    void logSum(QueryTile t, int query, double value) {
        logSums.block.put(logSums.at(t.query(query)) + t.task().head(), (float) value);
    }

    boolean hasDropout() {
        return spec.dropout() != 0f;
    }

    /** The same call with gradients in place of operands and result. */
    AttentionCall withGradients(CpuTensor dq, CpuTensor dk, CpuTensor dv, CpuTensor dy) {
        return new AttentionCall(q.with(dq), k.with(dk), v.with(dv), y.with(dy), logSums, spec, rng);
    }

    /** Runs an action on each query tile of some tasks. */
    void tiles(int from, int to, Consumer<QueryTile> action) {
        for (int i = from; i < to; i++) {
            QueryTile.Task t = task(i);
            for (int first = 0; first < t.queries(); first += TILE) {
                int queries = Math.min(TILE, t.queries() - first);
                int keys = spec.causal() ? t.keys() - t.queries() + first + queries : t.keys();
                action.accept(new QueryTile(t, first, queries, keys, spec.causal()));
            }
        }
    }

    int tasks() {
        return spec.heads() * spec.queries().count();
    }

    /** Consecutive tasks are the sequences of one head, so that threads get equal shares of long and short ones. */
    private QueryTile.Task task(int number) {
        int sequence = number % spec.queries().count();
        int head = number / spec.queries().count();
        return new QueryTile.Task(
                sequence * spec.heads() + head,
                head,
                spec.queries().start(sequence),
                spec.queries().length(sequence),
                spec.keys().start(sequence),
                spec.keys().length(sequence));
    }
}
