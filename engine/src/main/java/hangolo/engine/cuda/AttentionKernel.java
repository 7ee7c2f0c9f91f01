package hangolo.engine.cuda;

import hangolo.engine.Attention;
import hangolo.engine.Dice;
import hangolo.engine.Heads;
import java.util.ArrayList;
import java.util.List;

/**
 * Softmax attention: for each sequence the products of all heads at once, with a softmax between them. The weights are kept
 * for the way back; their dropout is thrown again.
 */
final class AttentionKernel {

    private final Tape tape;

    AttentionKernel(Tape tape) {
        this.tape = tape;
    }

    /** Queries, keys or values: all heads of all sequences. */
    private record Side(CudaTensor tensor, int offset, int stride) {

        static Side of(Heads heads) {
            return new Side(Tape.own(heads.tensor()), heads.offset(), heads.stride());
        }

        /** The heads of the sequence that begins at that row, in a matrix of this tensor's shape. */
        Matrix heads(Matrix whole, int row) {
            return whole.from(row, offset).every(stride);
        }

        Matrix gradient(int row) {
            return heads(tensor.gradient().matrix(), row);
        }
    }

    /** All heads of one sequence. */
    private record Sequence(Attention how, Dice dice, int limit, float keep, int index, CudaTensor weights) {

        int firstQuery() {
            return how.queries().start(index);
        }

        int queries() {
            return how.queries().length(index);
        }

        int firstKey() {
            return how.keys().start(index);
        }

        int keys() {
            return how.keys().length(index);
        }

        int rows() {
            return how.heads() * queries();
        }

        boolean drops() {
            return limit > 0;
        }

        /** A weight for each query and key of each head. */
        Matrix matrix(Matrix values) {
            return values.every((long) queries() * keys());
        }
    }

    CudaTensor apply(Heads queries, Heads keys, Heads values, Attention how) {
        Side q = Side.of(queries);
        Side k = Side.of(keys);
        Side v = Side.of(values);
        Dice dice = tape.dice();
        float dropout = tape.training() ? how.dropout() : 0f;
        CudaTensor y = tape.tensor(how.queries().rows(), how.heads() * how.width(), q.tensor, k.tensor, v.tensor);
        Side out = new Side(y, 0, how.width());
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < how.queries().count(); i++) {
            Sequence s = sequence(how, dice, dropout, i);
            forward(s, q, k, v, out);
            sequences.add(s);
        }
        tape.backward(y, () -> {
            for (Side side : new Side[] {q, k, v}) {
                tape.gradient(side.tensor); // made before the scratch memory, which is given back
            }
            sequences.forEach(s -> tape.scratch(() -> backward(s, q, k, v, out)));
        });
        return y;
    }

    private Sequence sequence(Attention how, Dice dice, float dropout, int index) {
        int rows = how.heads() * how.queries().length(index);
        CudaTensor weights = tape.tensor(rows, how.keys().length(index));
        return new Sequence(how, dice, Dice.limit(dropout), Dice.keep(dropout), index, weights);
    }

    private void forward(Sequence s, Side q, Side k, Side v, Side out) {
        Attention how = s.how;
        multiply(
                new int[] {s.queries(), s.keys(), how.width()},
                how.scale(),
                q.heads(factor(q.tensor), s.firstQuery()),
                k.heads(factor(k.tensor), s.firstKey()).t(),
                0f,
                s.matrix(s.weights.matrix()),
                how.heads());
        tape.device()
                .rows(
                        "attentionSoftmax",
                        s.rows(),
                        s.keys(),
                        s.weights.address(),
                        s.queries(),
                        s.keys(),
                        how.causal() ? 1 : 0);
        Matrix values = v.heads(factor(v.tensor), s.firstKey());
        tape.scratch(() -> multiply(
                new int[] {s.queries(), how.width(), s.keys()},
                1f,
                dropped(s),
                values,
                0f,
                out.heads(out.tensor.matrix(), s.firstQuery()),
                how.heads()));
    }

    /** The weights after dropout, as an operand. */
    private Matrix dropped(Sequence s) {
        if (!s.drops()) {
            return s.matrix(factor(s.weights));
        }
        CudaTensor dropped = tape.tensor(s.rows(), s.keys());
        launch("attentionDrop", s, dropped);
        return s.matrix(factor(dropped));
    }

    private Matrix factor(CudaTensor x) {
        return tape.operand(x, tape.halves());
    }

    private void launch(String kernel, Sequence s, CudaTensor other) {
        tape.device()
                .rows(
                        kernel,
                        s.rows(),
                        s.keys(),
                        s.weights.address(),
                        other.address(),
                        s.index * s.how.heads(),
                        s.queries(),
                        s.keys(),
                        s.dice.key(),
                        s.limit,
                        s.keep);
    }

    private void backward(Sequence s, Side q, Side k, Side v, Side out) {
        Attention how = s.how;
        int width = how.width();
        Matrix up = out.heads(factor(out.tensor.gradient()), s.firstQuery());
        multiply(
                new int[] {s.keys(), width, s.queries()},
                1f,
                dropped(s).t(),
                up,
                1f,
                v.gradient(s.firstKey()),
                how.heads());
        CudaTensor slopes = tape.tensor(s.rows(), s.keys());
        multiply(
                new int[] {s.queries(), s.keys(), width},
                1f,
                up,
                v.heads(factor(v.tensor), s.firstKey()).t(),
                0f,
                s.matrix(slopes.matrix()),
                how.heads());
        launch("attentionBackward", s, slopes);
        Matrix ds = s.matrix(factor(slopes));
        multiply(
                new int[] {s.queries(), width, s.keys()},
                how.scale(),
                ds,
                k.heads(factor(k.tensor), s.firstKey()),
                1f,
                q.gradient(s.firstQuery()),
                how.heads());
        multiply(
                new int[] {s.keys(), width, s.queries()},
                how.scale(),
                ds.t(),
                q.heads(factor(q.tensor), s.firstQuery()),
                1f,
                k.gradient(s.firstKey()),
                how.heads());
    }

    private void multiply(int[] mnk, float factor, Matrix a, Matrix b, float keep, Matrix c, int batches) {
        tape.device().multiply(new Product(mnk[0], mnk[1], mnk[2], factor, a, b, keep, c, batches));
    }
}
