package hangolo.engine.samediff;

import hangolo.engine.Attention;
import hangolo.engine.Dice;
import hangolo.engine.Heads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Softmax attention: for each sequence one product over all heads, with the heads as the first axis.
 *
 * @param queries where the heads of the queries lie
 * @param keys where the heads of the keys lie
 * @param values where the heads of the values lie
 * @param how the sequences and the scale
 * @param dice of the dropout of attention weights; none outside of training
 * @param type of the numbers
 */
record GraphAttention(Heads queries, Heads keys, Heads values, Attention how, Optional<Dice> dice, DataType type) {

    private static final float HIDDEN = -1e9f;

    SDVariable of(SameDiff g, SDVariable q, SDVariable k, SDVariable v) {
        List<SDVariable> parts = new ArrayList<>();
        for (int i = 0; i < how.queries().count(); i++) {
            if (how.queries().length(i) > 0) {
                parts.add(sequence(g, q, k, v, i));
            }
        }
        return Formulas.concatRows(g, parts);
    }

    private SDVariable sequence(SameDiff g, SDVariable q, SDVariable k, SDVariable v, int i) {
        int rows = how.queries().length(i);
        SDVariable query = heads(g, q, queries, how.queries().start(i), rows);
        SDVariable key = heads(g, k, keys, how.keys().start(i), how.keys().length(i));
        SDVariable value = heads(g, v, values, how.keys().start(i), how.keys().length(i));
        SDVariable scores = g.mmul(query, key, false, true, false).mul(how.scale());
        if (how.causal()) {
            scores = scores.add(g.constant(future(rows, how.keys().length(i))));
        }
        SDVariable weights = g.nn().softmax(scores, -1);
        if (dice.isPresent()) {
            weights = weights.mul(g.constant(dropped(i)));
        }
        SDVariable mixed = g.permute(g.mmul(weights, value), 1, 0, 2);
        return g.reshape(mixed, rows, (long) how.heads() * how.width());
    }

    /** Rows of some heads as [heads, rows, width]. The columns of a tensor are whole strides in all layouts of XTTS. */
    private SDVariable heads(SameDiff g, SDVariable x, Heads heads, int start, int rows) {
        int columns = heads.tensor().columns();
        int stride = heads.stride();
        int inside = heads.offset() % stride;
        if (columns % stride != 0 || inside + how.width() > stride) {
            throw new IllegalArgumentException("attention: heads of " + how.width() + " columns every " + stride
                    + " from " + heads.offset() + " do not lie in a grid of " + columns + " columns");
        }
        SDVariable sequence = g.slice(x, new int[] {start, 0}, rows, columns);
        SDVariable grid = g.permute(g.reshape(sequence, rows, columns / stride, stride), 1, 0, 2);
        return g.slice(grid, new int[] {heads.offset() / stride, 0, inside}, how.heads(), rows, how.width());
    }

    /** [1, queries, keys]: what lies behind a query is hidden; the last query stands at the last key. */
    private INDArray future(int queries, int keys) {
        float[] mask = new float[queries * keys];
        for (int i = 0; i < queries; i++) {
            Arrays.fill(mask, i * keys + keys - queries + i + 1, (i + 1) * keys, HIDDEN);
        }
        return Nd4j.create(mask, new long[] {1, queries, keys}, 'c').castTo(type);
    }

    /** [heads, queries, keys]: the factors of the weights. */
    private INDArray dropped(int sequence) {
        int queries = how.queries().length(sequence);
        int keys = how.keys().length(sequence);
        float[] factors = new float[how.heads() * queries * keys];
        Arrays.fill(factors, 1f);
        float[] row = new float[keys];
        for (int i = 0; i < how.heads() * queries; i++) {
            Arrays.fill(row, 1f);
            int position = (sequence * how.heads() * queries + i) * keys;
            dice.orElseThrow().drop(how.dropout(), position, row, keys);
            System.arraycopy(row, 0, factors, i * keys, keys);
        }
        return Nd4j.create(factors, new long[] {how.heads(), queries, keys}, 'c')
                .castTo(type);
    }
}
