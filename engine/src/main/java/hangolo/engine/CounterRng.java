package hangolo.engine;

import java.util.stream.IntStream;

/**
 * The random numbers of dropout: a hash of seed, step, operation and position, so that no state has to be saved, the
 * backward pass can throw the same dice again, and every backend drops the same values.
 *
 * @param key the hash of all but the position
 */
public record CounterRng(int key) {

    /** How many values are thrown for at once. */
    public static final int AT_ONCE = 4096;

    private static final int[] NUMBERS = IntStream.range(0, AT_ONCE).toArray();

    /**
     * The dice of one operation.
     *
     * @param seed of the run
     * @param step of the run
     * @param operation number of the random operation in its pass: each attention and each dropout with a probability above 0
     */
    public static CounterRng of(long seed, long step, int operation) {
        long z = seed * 0x9E3779B97F4A7C15L + step;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L + operation;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new CounterRng((int) (z ^ (z >>> 31)));
    }

    /** A value is dropped if its 31 random bits lie below this. */
    public static int limit(float probability) {
        return (int) (probability * (1L << 31));
    }

    /** The factor on values that are not dropped. */
    public static float keep(float probability) {
        return 1f / (1f - probability);
    }

    /**
     * Multiplies {@code length} values with 0 (with that probability) or {@code 1 / (1 - probability)}.
     *
     * @param position of the first value among all values of the operation
     */
    public void drop(float probability, int position, float[] values, int length) {
        drop(probability, position, values, length, new int[Math.min(length, NUMBERS.length)]);
    }

    /**
     * As above.
     *
     * @param thrown working memory, for {@value #AT_ONCE} numbers, or {@code length} if there are fewer
     */
    public void drop(float probability, int position, float[] values, int length, int[] thrown) {
        float[] factor = {0f, keep(probability)};
        for (int from = 0; from < length; from += NUMBERS.length) {
            int count = Math.min(length - from, NUMBERS.length);
            masks(probability, position + from, NUMBERS, thrown, count);
            for (int i = 0; i < count; i++) {
                values[from + i] *= factor[thrown[i] & 1];
            }
        }
    }

    /**
     * The factors of {@code length} values as bits of 32-bit numbers: 0 (with that probability) or {@code 1 / (1 - probability)}.
     *
     * @param position of the first value among all values of the operation
     * @param offsets of each value's position from the first's
     * @param bits the result
     */
    public void factors(float probability, int position, int[] offsets, int[] bits, int length) {
        int factor = Float.floatToRawIntBits(keep(probability));
        masks(probability, position, offsets, bits, length);
        for (int i = 0; i < length; i++) {
            bits[i] &= factor;
        }
    }

    /** -1 where a value is kept, 0 where it is dropped. The loop knows no branch and no counter, so processors run it on vectors. */
    private void masks(float probability, int position, int[] offsets, int[] masks, int length) {
        int limit = limit(probability);
        int key = this.key;
        for (int i = 0; i < length; i++) {
            int h = (position + offsets[i]) * 0x9E3779B9 ^ key;
            h = (h ^ (h >>> 16)) * 0x7FEB352D;
            h = (h ^ (h >>> 15)) * 0x846CA68B;
            masks[i] = ~((((h ^ (h >>> 16)) >>> 1) - limit) >> 31);
        }
    }
}
