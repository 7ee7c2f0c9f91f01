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
 * Softmax attention of all sequences and heads at once. SameDiff needs one shape for all: sequences are padded to the longest one,
 * [sequences, heads, longest, width], and padding is masked.
 *
 * @param queries where the heads of the queries lie
 * @param keys where the heads of the keys lie
 * @param values where the heads of the values lie
 * @param spec the sequences and the scale
 * @param rng of the dropout of attention weights; none outside of training
 * @param type of the values
 */
record GraphAttention(
        HeadLayout queries,
        HeadLayout keys,
        HeadLayout values,
        AttentionSpec spec,
        Optional<CounterRng> rng,
        DataType type) {

    private static final float MASKED = -1e9f;

    SDVariable of(SameDiff g, SDVariable q, SDVariable k, SDVariable v) {
        SDVariable query = heads(g, padded(g, q, queries, spec.queries()), queries, spec.queries());
        SDVariable paddedKeys = padded(g, k, keys, spec.keys());
        SDVariable paddedValues = v == k ? paddedKeys : padded(g, v, values, spec.keys());
        SDVariable key = heads(g, paddedKeys, keys, spec.keys());
        SDVariable value = heads(g, paddedValues, values, spec.keys());
        SDVariable scores = g.mmul(query, key, false, true, false).mul(spec.scale());
        SDVariable weights = g.nn().softmax(scores.add(g.constant(mask())), -1);
        if (rng.isPresent()) {
            weights = weights.mul(g.constant(dropoutMask()));
        }
        SDVariable mixed = g.permute(g.mmul(weights, value), 0, 2, 1, 3);
        long padded = (long) count() * longest(spec.queries());
        return packed(g, g.reshape(mixed, padded, (long) spec.heads() * spec.width()));
    }

    /** Some heads as [sequences, heads, longest, width]. The columns of a tensor are whole strides in all layouts of XTTS. */
    private SDVariable heads(SameDiff g, SDVariable padded, HeadLayout heads, PackedSequences sequences) {
        int columns = heads.tensor().columns();
        int stride = heads.stride();
        int inside = heads.offset() % stride;
        if (columns % stride != 0 || inside + spec.width() > stride) {
            throw new IllegalArgumentException("attention: heads of " + spec.width() + " columns every " + stride
                    + " from " + heads.offset() + " do not lie in a grid of " + columns + " columns");
        }
        int longest = longest(sequences);
        SDVariable grid = g.permute(g.reshape(padded, count(), longest, columns / stride, stride), 0, 2, 1, 3);
        int[] first = {0, heads.offset() / stride, 0, inside};
        return g.slice(grid, first, count(), spec.heads(), longest, spec.width());
    }

    private SDVariable padded(SameDiff g, SDVariable x, HeadLayout heads, PackedSequences sequences) {
        int longest = longest(sequences);
        int all = heads.tensor().rows();
        if (all == count() * longest) {
            return x;
        }
        int[] sources = new int[count() * longest];
        Arrays.fill(sources, all);
        for (int i = 0; i < count(); i++) {
            for (int row = 0; row < sequences.length(i); row++) {
                sources[i * longest + row] = sequences.start(i) + row;
            }
        }
        return g.mmul(g.constant(WindowIndices.choice(type, all, sources)), x);
    }

    private SDVariable packed(SameDiff g, SDVariable padded) {
        PackedSequences sequences = spec.queries();
        int longest = longest(sequences);
        if (sequences.rows() == count() * longest) {
            return padded;
        }
        int[] sources = new int[sequences.rows()];
        for (int i = 0; i < count(); i++) {
            for (int row = 0; row < sequences.length(i); row++) {
                sources[sequences.start(i) + row] = i * longest + row;
            }
        }
        return g.mmul(g.constant(WindowIndices.choice(type, count() * longest, sources)), padded);
    }

    /** The additive mask [sequences, 1, queries, keys] of keys after a query or after its sequence; the last query is at the last key. */
    private INDArray mask() {
        int rows = longest(spec.queries());
        int width = longest(spec.keys());
        float[] mask = new float[count() * rows * width];
        Arrays.fill(mask, MASKED);
        for (int i = 0; i < count(); i++) {
            int keys = spec.keys().length(i);
            for (int row = 0; row < rows; row++) {
                int visible =
                        spec.causal() ? Math.min(keys, keys - spec.queries().length(i) + row + 1) : keys;
                int at = (i * rows + row) * width;
                Arrays.fill(mask, at, at + visible, 0f);
            }
        }
        return Nd4j.create(mask, new long[] {count(), 1, rows, width}, 'c').castTo(type);
    }

    /** The scaled dropout mask [sequences, heads, queries, keys], the same as that of packed sequences. */
    private INDArray dropoutMask() {
        int rows = longest(spec.queries());
        int width = longest(spec.keys());
        float[] factors = new float[count() * spec.heads() * rows * width];
        Arrays.fill(factors, 1f);
        float[] row = new float[width];
        for (int task = 0; task < count() * spec.heads(); task++) {
            int queries = spec.queries().length(task / spec.heads());
            int keys = spec.keys().length(task / spec.heads());
            for (int i = 0; i < queries; i++) {
                Arrays.fill(row, 1f);
                rng.orElseThrow().dropout(spec.dropout(), (task * queries + i) * keys, row, keys);
                System.arraycopy(row, 0, factors, (task * rows + i) * width, keys);
            }
        }
        return Nd4j.create(factors, new long[] {count(), spec.heads(), rows, width}, 'c')
                .castTo(type);
    }

    private int count() {
        return spec.queries().count();
    }

    private static int longest(PackedSequences sequences) {
        int longest = 0;
        for (int i = 0; i < sequences.count(); i++) {
            longest = Math.max(longest, sequences.length(i));
        }
        return longest;
    }
}
