package hangolo.engine.cpu;

import hangolo.engine.Attention;
import hangolo.engine.Dice;
import hangolo.engine.Heads;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Softmax attention, one task for each head of each sequence, which it goes through in strips of queries: a strip's weights stay
 * in the cache, and keys behind a strip are not computed where attention is causal. Of the weights only the logarithm of each
 * row's sum is kept; the backward pass computes them again (as in FlashAttention, Dao et al. 2022) and throws their dropout again.
 */
final class AttentionKernel {

    /** Working memory of a task. */
    private static final int WEIGHTS = 0;

    private static final int SLOPES = 1;
    private static final int ROUNDED_WEIGHTS = 2;
    private static final int ROUNDED_SLOPES = 3;

    /** Queries of a strip: two matrices of 32-bit numbers and two of 16 for some 500 keys fill a second-level cache of 1 MiB. */
    private static final int STRIP = 128;

    private final Tape tape;
    private final HeadGemm gemm;

    AttentionKernel(Tape tape) {
        this.tape = tape;
        this.gemm = tape.headGemm();
    }

    /** One head of one sequence: where its rows begin and how many there are. */
    private record Task(int index, int head, int query, int queries, int key, int keys) {}

    /** Some queries of a task, from its {@code first} on, and the keys that the last of them sees. */
    private record Strip(Task task, int first, int queries, int keys, boolean causal) {

        /** Keys that query row i of the strip sees. */
        int visible(int i) {
            return causal ? task.keys - task.queries + first + i + 1 : keys;
        }

        /** Row of query i in the tensor. */
        int query(int i) {
            return task.query + first + i;
        }

        /** The number of the first weight of query i among all weights of the call, for dice. */
        int firstWeight(int i) {
            return (task.index * task.queries + first + i) * task.keys;
        }
    }

    /** An operand or its gradient: where its heads lie. */
    private record Place(CpuTensor tensor, int offset, int stride) {

        static Place of(Heads heads) {
            return new Place(Tape.of(heads.tensor()), heads.offset(), heads.stride());
        }

        Place with(CpuTensor other) {
            return new Place(other, offset, stride);
        }

        int column(Strip t) {
            return offset + t.task.head * stride;
        }
    }

    /** One call: operands, result, and the logarithm of the sum of each row's exponentials for each head. */
    private record Call(Place q, Place k, Place v, Place y, CpuTensor logSums, Attention how, Dice dice) {

        Region queries(Strip t) {
            return new Region(q.tensor, t.query(0), q.column(t), t.queries, how.width());
        }

        Region keys(Strip t) {
            return new Region(k.tensor, t.task.key, k.column(t), t.keys, how.width());
        }

        Region values(Strip t) {
            return new Region(v.tensor, t.task.key, v.column(t), t.keys, how.width());
        }

        Region result(Strip t) {
            return new Region(y.tensor, t.query(0), y.column(t), t.queries, how.width());
        }

        /** Where the logarithm of the sum of a row is kept. */
        int logSum(Strip t, int query) {
            return logSums.at(t.query(query)) + t.task.head;
        }

        /** Hands the strips of some tasks to an action. */
        void strips(int from, int to, Consumer<Strip> action) {
            for (int i = from; i < to; i++) {
                Task t = task(i);
                for (int first = 0; first < t.queries; first += STRIP) {
                    int queries = Math.min(STRIP, t.queries - first);
                    int keys = how.causal() ? t.keys - t.queries + first + queries : t.keys;
                    action.accept(new Strip(t, first, queries, keys, how.causal()));
                }
            }
        }

        int tasks() {
            return how.heads() * how.queries().count();
        }

        /** Neighbours are the sequences of one head, so that threads get equal shares of long and short ones. */
        Task task(int number) {
            int sequence = number % how.queries().count();
            int head = number / how.queries().count();
            return new Task(
                    sequence * how.heads() + head,
                    head,
                    how.queries().start(sequence),
                    how.queries().length(sequence),
                    how.keys().start(sequence),
                    how.keys().length(sequence));
        }
    }

    CpuTensor apply(Heads queries, Heads keys, Heads values, Attention how) {
        Place q = Place.of(queries);
        Place k = Place.of(keys);
        Place v = Place.of(values);
        int rows = how.queries().rows();
        CpuTensor y = tape.passing(rows, how.heads() * how.width(), q.tensor, k.tensor, v.tensor);
        y.keep();
        Attention used = tape.training() ? how : withoutDropout(how);
        CpuTensor logSums = tape.kept(rows, how.heads());
        Call call = new Call(q, k, v, new Place(y, 0, how.width()), logSums, used, tape.dice());
        prepare(q, k, v);
        tape.workers.tasks(call.tasks(), (from, to, s) -> call.strips(from, to, t -> forward(call, t, s)));
        tape.record(y, () -> backward(call));
        return y;
    }

    private static Attention withoutDropout(Attention how) {
        return new Attention(how.heads(), how.width(), how.queries(), how.keys(), how.causal(), how.scale(), 0f);
    }

    private void prepare(Place... places) {
        for (Place place : places) {
            gemm.prepare(place.tensor);
        }
    }

    private void forward(Call call, Strip t, Scratch s) {
        CpuTensor weights = scores(call, t, s);
        softmax(call, t, weights, s);
        Block used = dropped(call, t, weights, s);
        gemm.multiply(s, 1f, used, gemm.head(call.values(t)), 0f, call.result(t));
    }

    /** {@code q kᵀ}, in as many rows and columns as the products compute. */
    private CpuTensor scores(Call call, Strip t, Scratch s) {
        CpuTensor scores = s.matrix(WEIGHTS, gemm.rows(t.queries), gemm.rows(t.keys));
        gemm.multiply(s, 1f, gemm.head(call.queries(t)), gemm.head(call.keys(t)).t(), 0f, Region.of(scores));
        return scores;
    }

    /** Scores become weights, those that are not seen zero; what each row was divided by is kept. */
    private static void softmax(Call call, Strip t, CpuTensor scores, Scratch s) {
        float[] row = s.row(0, scores.columns());
        for (int i = 0; i < t.queries; i++) {
            int visible = t.visible(i);
            scores.row(i, row);
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < visible; j++) {
                max = Math.max(max, row[j]);
            }
            call.logSums.page.put(call.logSum(t, i), max * call.how.scale());
        }
        exponentials(call, t, scores, s);
        for (int i = 0; i < t.queries; i++) {
            int visible = t.visible(i);
            scores.row(i, row);
            double sum = Sums.sum(row, visible);
            float share = (float) (1 / sum);
            for (int j = 0; j < visible; j++) {
                row[j] *= share;
            }
            scores.setRow(i, row);
            int at = call.logSum(t, i);
            call.logSums.page.put(at, (float) (call.logSums.page.get(at) + Math.log(sum)));
        }
    }

    /** {@code e^(scale · score - logSum)}, zero for what is not seen. */
    private static void exponentials(Call call, Strip t, CpuTensor scores, Scratch s) {
        int columns = scores.columns();
        float[] row = s.row(0, columns);
        float scale = call.how.scale();
        for (int i = 0; i < scores.rows(); i++) {
            int visible = i < t.queries ? t.visible(i) : 0;
            if (visible > 0) {
                scores.row(i, row);
                float logSum = call.logSums.page.get(call.logSum(t, i));
                for (int j = 0; j < visible; j++) {
                    row[j] = scale * row[j] - logSum;
                }
            }
            Arrays.fill(row, visible, columns, Float.NEGATIVE_INFINITY);
            scores.setRow(i, row);
        }
        Sweep.EXP.run(s, scores.count(), scores.address(), scores.address());
    }

    /** The weights after dropout, as a factor; the weights themselves are changed. */
    private Block dropped(Call call, Strip t, CpuTensor weights, Scratch s) {
        dropRows(call, t, weights, s);
        return gemm.factor(s, ROUNDED_WEIGHTS, weights);
    }

    private static void dropRows(Call call, Strip t, CpuTensor matrix, Scratch s) {
        if (call.how.dropout() == 0f) {
            return;
        }
        float[] row = s.row(0, matrix.columns());
        for (int i = 0; i < t.queries; i++) {
            matrix.row(i, row);
            drop(call, t, i, row, s);
            matrix.setRow(i, row);
        }
    }

    private static void drop(Call call, Strip t, int i, float[] row, Scratch s) {
        if (call.how.dropout() != 0f) {
            int visible = t.visible(i);
            call.dice.drop(call.how.dropout(), t.firstWeight(i), row, visible, s.integers(visible));
        }
    }

    private void backward(Call call) {
        CpuTensor dy = tape.gradient(call.y.tensor);
        gemm.prepare(dy);
        Call down = new Call(
                call.q.with(tape.gradient(call.q.tensor)),
                call.k.with(tape.gradient(call.k.tensor)),
                call.v.with(tape.gradient(call.v.tensor)),
                call.y.with(dy),
                call.logSums,
                call.how,
                call.dice);
        tape.workers.tasks(call.tasks(), (from, to, s) -> call.strips(from, to, t -> backward(call, down, t, s)));
    }

    private void backward(Call call, Call down, Strip t, Scratch s) {
        Block up = gemm.head(down.result(t));
        CpuTensor weights = scores(call, t, s);
        exponentials(call, t, weights, s);
        CpuTensor slopes = s.matrix(SLOPES, weights.rows(), weights.columns());
        gemm.multiply(s, 1f, up, gemm.head(call.values(t)).t(), 0f, Region.of(slopes));
        softmaxBackward(call, down, t, weights, slopes, s);
        Block used = dropped(call, t, weights, s);
        gemm.multiply(s, 1f, used.t(), up, 1f, down.values(t));
        Block ds = gemm.factor(s, ROUNDED_SLOPES, slopes);
        float scale = call.how.scale();
        gemm.multiply(s, scale, ds, gemm.head(call.keys(t)), 1f, down.queries(t));
        gemm.multiply(s, scale, ds.t(), gemm.head(call.queries(t)), 1f, down.keys(t));
    }

    /**
     * {@code ds = p · (dp - Σ dp · p)} in place of dp; the sum is that over the result's columns, {@code Σ dy · y}, with dropout
     * too.
     */
    private static void softmaxBackward(Call call, Call down, Strip t, CpuTensor weights, CpuTensor slopes, Scratch s) {
        int columns = weights.columns();
        float[] p = s.row(0, columns);
        float[] up = s.row(1, columns);
        float[] y = s.row(2, call.how.width());
        float[] dy = s.row(3, call.how.width());
        for (int i = 0; i < weights.rows(); i++) {
            weights.row(i, p);
            if (i < t.queries) {
                slopes.row(i, up);
                drop(call, t, i, up, s);
                call.result(t).row(i, y);
                down.result(t).row(i, dy);
                float along = (float) Sums.dot(y, dy, call.how.width());
                for (int j = 0; j < columns; j++) {
                    up[j] = p[j] * (up[j] - along);
                }
            } else {
                Arrays.fill(up, 0, columns, 0f);
            }
            slopes.setRow(i, up);
        }
    }
}
