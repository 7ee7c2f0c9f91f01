package hangolo.engine;

import java.util.stream.IntStream;

/**
 * The random numbers of dropout: a hash of seed, step, operation and position. No state is saved, the backward pass draws the same
 * mask again, and all backends generate identical masks from the same seed.
 *
 * @param key the hash of all but the position
 */
public record CounterRng(int key) {

    /** Values of which the mask is drawn in one loop. */
    public static final int CHUNK = 4096;

    private static final int[] OFFSETS = IntStream.range(0, CHUNK).toArray();

    /**
     * The generator of one operation.
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

    /** A value is dropped if its 31 random bits are below this. */
    public static int threshold(float probability) {
        return (int) (probability * (1L << 31));
    }

    /** The factor of values that are not dropped: {@code 1 / (1 - probability)}. */
    public static float scale(float probability) {
        return 1f / (1f - probability);
    }

    /**
     * Applies dropout in place: multiplies each value by 0 (with that probability) or by {@link #scale}.
     *
     * @param position of the first value among all values of the operation
     */
    public void dropout(float probability, int position, float[] values, int length) {
        dropout(probability, position, values, length, new int[Math.min(length, CHUNK)]);
    }

    /**
     * As above.
     *
     * @param mask working memory of {@value #CHUNK} numbers, or {@code length} if that is less
     */
    public void dropout(float probability, int position, float[] values, int length, int[] mask) {
        float[] factor = {0f, scale(probability)};
        for (int from = 0; from < length; from += CHUNK) {
            int count = Math.min(length - from, CHUNK);
            draw(probability, position + from, OFFSETS, mask, count);
            for (int i = 0; i < count; i++) {
                values[from + i] *= factor[mask[i] & 1];
            }
        }
    }

    /**
     * The dropout mask of {@code length} values, scaled, as the bits of fp32 numbers: 0 (with that probability) or {@link #scale}.
     *
     * @param position of the first value among all values of the operation
     * @param offsets each value's position relative to the first
     * @param bits the result
     */
    public void scaledMask(float probability, int position, int[] offsets, int[] bits, int length) {
        int factor = Float.floatToRawIntBits(scale(probability));
        draw(probability, position, offsets, bits, length);
        for (int i = 0; i < length; i++) {
            bits[i] &= factor;
        }
    }

    /** -1 where a value is kept, 0 where it is dropped. The loop has no branch and no counter, so that it is vectorised. */
    private void draw(float probability, int position, int[] offsets, int[] mask, int length) {
        int threshold = threshold(probability);
        int key = this.key;
        for (int i = 0; i < length; i++) {
            int h = (position + offsets[i]) * 0x9E3779B9 ^ key;
            h = (h ^ (h >>> 16)) * 0x7FEB352D;
            h = (h ^ (h >>> 15)) * 0x846CA68B;
            mask[i] = ~((((h ^ (h >>> 16)) >>> 1) - threshold) >> 31);
        }
    }
}
