package hangolo.models.xtts.nn;

import java.util.BitSet;

/**
 * An intermediate value of a network in the layout of the original software, for comparing two programs.
 *
 * @param values in C order
 * @param computed the entries that this program computes: it has no values for the original's padding
 */
public record Traced(float[] values, BitSet computed) {

    /** A value that is known everywhere. */
    public static Traced whole(float[] values) {
        BitSet all = new BitSet(values.length);
        all.set(0, values.length);
        return new Traced(values, all);
    }

    public static Traced whole(int... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return whole(floats);
    }

    /** [batch · time, channels] of sequences of one length as [batch, channels, time]. */
    public static Traced channelsFirst(float[] rows, int channels, int time) {
        float[] result = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = i / channels;
            result[(row / time * channels + i % channels) * time + row % time] = rows[i];
        }
        return whole(result);
    }
}
