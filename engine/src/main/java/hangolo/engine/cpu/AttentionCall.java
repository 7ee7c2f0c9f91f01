package hangolo.engine.cpu;

import hangolo.engine.AttentionSpec;
import hangolo.engine.CounterRng;
import hangolo.engine.HeadLayout;
import java.util.function.Consumer;

/** One call of attention: operands, result, and the logarithm of the sum of each row's exponentials for each head. */
record AttentionCall(Place q, Place k, Place v, Place y, CpuTensor logSums, AttentionSpec how, CounterRng dice) {

    /** Queries of a strip: the matrices of one for some 500 keys fill a second-level cache of 1 MiB. */
    private static final int STRIP = 128;

    /** An operand or its gradient: where its heads lie. */
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
        return new TensorSlice(q.tensor, t.query(0), q.column(t), t.queries(), how.width());
    }

    TensorSlice keys(QueryTile t) {
        return new TensorSlice(k.tensor, t.task().key(), k.column(t), t.keys(), how.width());
    }

    TensorSlice values(QueryTile t) {
        return new TensorSlice(v.tensor, t.task().key(), v.column(t), t.keys(), how.width());
    }

    TensorSlice result(QueryTile t) {
        return new TensorSlice(y.tensor, t.query(0), y.column(t), t.queries(), how.width());
    }

    float logSum(QueryTile t, int query) {
        return logSums.page.get(logSums.at(t.query(query)) + t.task().head());
    }

    void logSum(QueryTile t, int query, double value) {
        logSums.page.put(logSums.at(t.query(query)) + t.task().head(), (float) value);
    }

    boolean drops() {
        return how.dropout() != 0f;
    }

    /** The call with gradients in place of operands and result. */
    AttentionCall of(CpuTensor dq, CpuTensor dk, CpuTensor dv, CpuTensor dy) {
        return new AttentionCall(q.with(dq), k.with(dk), v.with(dv), y.with(dy), logSums, how, dice);
    }

    /** Hands the strips of some tasks to an action. */
    void strips(int from, int to, Consumer<QueryTile> action) {
        for (int i = from; i < to; i++) {
            QueryTile.Task t = task(i);
            for (int first = 0; first < t.queries(); first += STRIP) {
                int queries = Math.min(STRIP, t.queries() - first);
                int keys = how.causal() ? t.keys() - t.queries() + first + queries : t.keys();
                action.accept(new QueryTile(t, first, queries, keys, how.causal()));
            }
        }
    }

    int tasks() {
        return how.heads() * how.queries().count();
    }

    /** Neighbours are the sequences of one head, so that threads get equal shares of long and short ones. */
    private QueryTile.Task task(int number) {
        int sequence = number % how.queries().count();
        int head = number / how.queries().count();
        return new QueryTile.Task(
                sequence * how.heads() + head,
                head,
                how.queries().start(sequence),
                how.queries().length(sequence),
                how.keys().start(sequence),
                how.keys().length(sequence));
    }
}
