package hangolo.engine.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Linear interpolation between neighbouring rows (xtts-spec.md 9.4).
 *
 * @param left the row before each output position
 * @param right the row after it
 * @param share weight of the right row
 */
record Interpolation(int[] left, int[] right, double[] share) {

    static Interpolation of(int rows, int outputs, double scale) {
        int[] left = new int[outputs];
        int[] right = new int[outputs];
        double[] share = new double[outputs];
        for (int i = 0; i < outputs; i++) {
            double at = Math.max((i + 0.5) / scale - 0.5, 0);
            left[i] = Math.min((int) at, rows - 1);
            right[i] = Math.min(left[i] + 1, rows - 1);
            share[i] = at - left[i];
        }
        return new Interpolation(left, right, share);
    }

    SDVariable of(SameDiff g, SDVariable x, DataType type) {
        SDVariable after = g.constant(Nd4j.createFromArray(share).castTo(type).reshape(share.length, 1));
        SDVariable before = after.mul(-1).add(1);
        return g.gather(x, left, 0).mul(before).add(g.gather(x, right, 0).mul(after));
    }
}
