package hangolo.engine;

/**
 * The random numbers of dropout: a hash of seed, step, operation and position, so that no state has to be saved, the
 * backward pass can throw the same dice again, and every backend drops the same values.
 *
 * @param key the hash of all but the position
 */
public record Dice(int key) {

    /**
     * The dice of one operation.
     *
     * @param seed of the run
     * @param step of the run
     * @param operation number of the random operation in its pass: each attention and each dropout with a probability above 0
     */
    public static Dice of(long seed, long step, int operation) {
        long z = seed * 0x9E3779B97F4A7C15L + step;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L + operation;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new Dice((int) (z ^ (z >>> 31)));
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
        drop(probability, position, values, length, new int[length]);
    }

    /**
     * As above.
     *
     * @param thrown working memory for that many numbers
     */
    public void drop(float probability, int position, float[] values, int length, int[] thrown) {
        int limit = limit(probability);
        for (int i = 0; i < length; i++) {
            int h = (position + i) * 0x9E3779B9 ^ key;
            h = (h ^ (h >>> 16)) * 0x7FEB352D;
            h = (h ^ (h >>> 15)) * 0x846CA68B;
            thrown[i] = (((h ^ (h >>> 16)) >>> 1) - limit) >>> 31;
        }
        float[] factor = {keep(probability), 0f};
        for (int i = 0; i < length; i++) {
            values[i] *= factor[thrown[i]];
        }
    }
}
