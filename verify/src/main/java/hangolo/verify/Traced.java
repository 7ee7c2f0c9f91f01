package hangolo.verify;

import java.util.BitSet;

/**
 * An intermediate of a network in the layout of Coqui TTS.
 *
 * @param values in C order
 * @param computed the entries that this program computes: it has no values for padding
 */
record Traced(float[] values, BitSet computed) {

    /** A value that is known everywhere. */
    static Traced whole(float... values) {
        BitSet all = new BitSet(values.length);
        all.set(0, values.length);
        return new Traced(values, all);
    }
}
