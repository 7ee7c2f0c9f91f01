package hangolo.engine.samediff;

import hangolo.engine.PackedSequences;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The formulas of the operations, in elementary operations of SameDiff. */
final class Formulas {

    private static final double ROOT_2_BY_PI = Math.sqrt(2 / Math.PI);

    private Formulas() {}

    /**
     * {@code x · wᵀ}.
     *
     * @param outer whether x has a single column: an outer product, which SameDiff cannot differentiate as a matmul if x has a single row too
     */
    static SDVariable linear(SameDiff g, SDVariable x, SDVariable w, boolean outer) {
        return outer ? x.mul(g.transpose(w)) : g.mmul(x, w, false, true, false);
    }

    /** {@code x · w}, see {@link #linear}. */
    static SDVariable matmul(SameDiff g, SDVariable x, SDVariable w, boolean outer) {
        return outer ? x.mul(w) : g.mmul(x, w);
    }

    /** {@code x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))}. */
    static SDVariable geluTanh(SameDiff g, SDVariable x) {
        SDVariable inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(ROOT_2_BY_PI);
        return x.mul(0.5).mul(g.math().tanh(inner).add(1.0));
    }

    /** {@code a · gate / 2 · (1 + erf(gate / √2))} of {@code [a | gate]}. */
    static SDVariable geglu(SameDiff g, SDVariable x, int rows, int half) {
        SDVariable a = g.slice(x, new int[] {0, 0}, rows, half);
        SDVariable gate = g.slice(x, new int[] {0, half}, rows, half);
        SDVariable gelu =
                gate.mul(0.5).mul(g.math().erf(gate.mul(Math.sqrt(0.5))).add(1.0));
        return a.mul(gelu);
    }

    static SDVariable layerNorm(SameDiff g, SDVariable x, SDVariable gain, SDVariable bias, double epsilon) {
        return standardised(g, x, epsilon, 1).mul(gain).add(bias);
    }

    /** {@code (x - mean) / √(variance + ε)} over some axes. */
    private static SDVariable standardised(SameDiff g, SDVariable x, double epsilon, int... axes) {
        SDVariable centred = x.sub(x.mean(true, axes));
        SDVariable variance = centred.mul(centred).mean(true, axes);
        return centred.div(g.math().sqrt(variance.add(epsilon)));
    }

    static SDVariable groupNorm(
            SameDiff g,
            SDVariable x,
            PackedSequences sequences,
            int groups,
            int columns,
            SDVariable[] affine,
            double epsilon) {
        int longest = sequences.count() == 0 ? 0 : sequences.length(0);
        SDVariable normed = sequences.equals(PackedSequences.uniform(sequences.count(), longest))
                ? groups(g, x, sequences.count(), longest, groups, columns, epsilon)
                : each(
                        g,
                        x,
                        sequences,
                        columns,
                        (part, length) -> groups(g, part, 1, length, groups, columns, epsilon));
        return normed.mul(affine[0]).add(affine[1]);
    }

    private static SDVariable groups(
            SameDiff g, SDVariable x, int sequences, int length, int groups, int columns, double epsilon) {
        SDVariable cube = g.reshape(x, sequences, length, groups, columns / groups);
        return g.reshape(standardised(g, cube, epsilon, 1, 3), (long) sequences * length, columns);
    }

    static SDVariable rmsNorm(SameDiff g, SDVariable x, SDVariable gain, int columns, INDArray least) {
        SDVariable norm = g.math().sqrt(x.mul(x).sum(true, 1));
        return x.div(g.max(norm, g.constant(least))).mul(Math.sqrt(columns)).mul(gain);
    }

    /** Mean over the rows whose line in {@code chosen} is not all zero; without any, not a number. */
    static SDVariable crossEntropy(SameDiff g, SDVariable logits, INDArray chosen) {
        SDVariable shifted = logits.sub(logits.max(true, 1));
        SDVariable logSum = g.math().log(g.math().exp(shifted).sum(true, 1));
        SDVariable picked = shifted.sub(logSum).mul(g.constant(chosen)).sum();
        return g.reshape(picked.mul(-1 / chosen.sumNumber().doubleValue()), 1, 1);
    }

    static SDVariable squaredError(SameDiff g, SDVariable x, SDVariable target) {
        SDVariable distance = x.sub(target);
        return g.reshape(distance.mul(distance).mean(), 1, 1);
    }

    /** What is done with the rows of one sequence. */
    interface PerSequence {
        SDVariable of(SDVariable rows, int length);
    }

    /** Applies something to each sequence, and puts the results one after the other. */
    static SDVariable each(SameDiff g, SDVariable x, PackedSequences sequences, int columns, PerSequence what) {
        List<SDVariable> parts = new ArrayList<>();
        for (int i = 0; i < sequences.count(); i++) {
            if (sequences.length(i) > 0) {
                SDVariable sequence = g.slice(x, new int[] {sequences.start(i), 0}, sequences.length(i), columns);
                parts.add(what.of(sequence, sequences.length(i)));
            }
        }
        return concatRows(g, parts);
    }

    static SDVariable concatRows(SameDiff g, List<SDVariable> parts) {
        return parts.size() == 1 ? parts.get(0) : g.concat(0, parts.toArray(SDVariable[]::new));
    }

    /** [rows · taps, channels] to [rows, channels · taps], column {@code channel · taps + tap}. */
    static SDVariable tapsBehindChannels(SameDiff g, SDVariable x, int rows, int taps, int channels) {
        return g.reshape(g.permute(g.reshape(x, rows, taps, channels), 0, 2, 1), rows, (long) channels * taps);
    }

    /** The adjoint of {@link #tapsBehindChannels}. */
    static SDVariable tapsBeforeChannels(SameDiff g, SDVariable x, int rows, int taps, int channels) {
        return g.reshape(g.permute(g.reshape(x, rows, channels, taps), 0, 2, 1), (long) rows * taps, channels);
    }
}
