package hangolo.engine.samediff;

import hangolo.engine.AttentionSpec;
import hangolo.engine.CounterRng;
import hangolo.engine.HeadLayout;
import hangolo.engine.PackedSequences;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Softmax attention of all sequences and heads at once. SameDiff wants one shape for all: sequences are padded to the longest one,
 * [sequences, heads, longest, width], and what was padded is hidden.
 *
 * @param queries where the heads of the queries lie
 * @param keys where the heads of the keys lie
 * @param values where the heads of the values lie
 * @param how the sequences and the scale
 * @param dice of the dropout of attention weights; none outside of training
 * @param type of the numbers
 */
record GraphAttention(
        HeadLayout queries,
        HeadLayout keys,
        HeadLayout values,
        AttentionSpec how,
        Optional<CounterRng> dice,
        DataType type) {

    private static final float HIDDEN = -1e9f;

    SDVariable of(SameDiff g, SDVariable q, SDVariable k, SDVariable v) {
        SDVariable query = heads(g, padded(g, q, queries, how.queries()), queries, how.queries());
        SDVariable paddedKeys = padded(g, k, keys, how.keys());
        SDVariable paddedValues = v == k ? paddedKeys : padded(g, v, values, how.keys());
        SDVariable key = heads(g, paddedKeys, keys, how.keys());
        SDVariable value = heads(g, paddedValues, values, how.keys());
        SDVariable scores = g.mmul(query, key, false, true, false).mul(how.scale());
        SDVariable weights = g.nn().softmax(scores.add(g.constant(hidden())), -1);
        if (dice.isPresent()) {
            weights = weights.mul(g.constant(dropped()));
        }
        SDVariable mixed = g.permute(g.mmul(weights, value), 0, 2, 1, 3);
        long padded = (long) count() * longest(how.queries());
        return packed(g, g.reshape(mixed, padded, (long) how.heads() * how.width()));
    }

    /** Some heads as [sequences, heads, longest, width]. The columns of a tensor are whole strides in all layouts of XTTS. */
    private SDVariable heads(SameDiff g, SDVariable padded, HeadLayout heads, PackedSequences rows) {
        int columns = heads.tensor().columns();
        int stride = heads.stride();
        int inside = heads.offset() % stride;
        if (columns % stride != 0 || inside + how.width() > stride) {
            throw new IllegalArgumentException("attention: heads of " + how.width() + " columns every " + stride
                    + " from " + heads.offset() + " do not lie in a grid of " + columns + " columns");
        }
        int longest = longest(rows);
        SDVariable grid = g.permute(g.reshape(padded, count(), longest, columns / stride, stride), 0, 2, 1, 3);
        int[] first = {0, heads.offset() / stride, 0, inside};
        return g.slice(grid, first, count(), how.heads(), longest, how.width());
    }

    private SDVariable padded(SameDiff g, SDVariable x, HeadLayout heads, PackedSequences rows) {
        int longest = longest(rows);
        int all = heads.tensor().rows();
        if (all == count() * longest) {
            return x;
        }
        int[] sources = new int[count() * longest];
        Arrays.fill(sources, all);
        for (int i = 0; i < count(); i++) {
            for (int row = 0; row < rows.length(i); row++) {
                sources[i * longest + row] = rows.start(i) + row;
            }
        }
        return g.mmul(g.constant(WindowIndices.choice(type, all, sources)), x);
    }

    private SDVariable packed(SameDiff g, SDVariable padded) {
        PackedSequences rows = how.queries();
        int longest = longest(rows);
        if (rows.rows() == count() * longest) {
            return padded;
        }
        int[] sources = new int[rows.rows()];
        for (int i = 0; i < count(); i++) {
            for (int row = 0; row < rows.length(i); row++) {
                sources[rows.start(i) + row] = i * longest + row;
            }
        }
        return g.mmul(g.constant(WindowIndices.choice(type, count() * longest, sources)), padded);
    }

    /** [sequences, 1, queries, keys]: what lies behind a query or behind its sequence; the last query stands at the last key. */
    private INDArray hidden() {
        int rows = longest(how.queries());
        int width = longest(how.keys());
        float[] mask = new float[count() * rows * width];
        Arrays.fill(mask, HIDDEN);
        for (int i = 0; i < count(); i++) {
            int keys = how.keys().length(i);
            for (int row = 0; row < rows; row++) {
                int visible = how.causal() ? Math.min(keys, keys - how.queries().length(i) + row + 1) : keys;
                int at = (i * rows + row) * width;
                Arrays.fill(mask, at, at + visible, 0f);
            }
        }
        return Nd4j.create(mask, new long[] {count(), 1, rows, width}, 'c').castTo(type);
    }

    /** [sequences, heads, queries, keys]: the factors of the weights, with the dice of a packed sequence. */
    private INDArray dropped() {
        int rows = longest(how.queries());
        int width = longest(how.keys());
        float[] factors = new float[count() * how.heads() * rows * width];
        Arrays.fill(factors, 1f);
        float[] row = new float[width];
        for (int task = 0; task < count() * how.heads(); task++) {
            int queries = how.queries().length(task / how.heads());
            int keys = how.keys().length(task / how.heads());
            for (int i = 0; i < queries; i++) {
                Arrays.fill(row, 1f);
                dice.orElseThrow().drop(how.dropout(), (task * queries + i) * keys, row, keys);
                System.arraycopy(row, 0, factors, (task * rows + i) * width, keys);
            }
        }
        return Nd4j.create(factors, new long[] {count(), how.heads(), rows, width}, 'c')
                .castTo(type);
    }

    private int count() {
        return how.queries().count();
    }

    private static int longest(PackedSequences rows) {
        int longest = 0;
        for (int i = 0; i < rows.count(); i++) {
            longest = Math.max(longest, rows.length(i));
        }
        return longest;
    }
}
