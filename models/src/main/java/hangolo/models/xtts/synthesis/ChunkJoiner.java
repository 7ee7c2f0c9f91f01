package hangolo.models.xtts.synthesis;

import java.util.Arrays;

/**
 * Joins the sounds of streaming synthesis (xtts-spec.md 9.5): the vocoder makes everything anew whenever some more codes are
 * there, so each sound is a longer version of the one before, and differs from it near its end. A chunk is what is new,
 * faded over from the end of the version before. The last {@code overlap} samples of the last version never come out, as
 * in the original. Not thread-safe.
 */
public final class ChunkJoiner {

    private final int overlap;
    private float[] held = {};
    private int previous;

    /** @param overlap length of a fade in samples, 1024 in the original */
    public ChunkJoiner(int overlap) {
        if (overlap < 1) {
            throw new IllegalArgumentException("the overlap must be at least 1 sample, found " + overlap);
        }
        this.overlap = overlap;
    }

    /**
     * The samples that follow those of the chunk before.
     *
     * @param sound everything from the beginning, longer than the time before and than the overlap
     */
    public float[] next(float[] sound) {
        if (sound.length < overlap || sound.length < previous) {
            throw new IllegalArgumentException("a sound of " + sound.length + " samples cannot follow one of "
                    + previous + " with an overlap of " + overlap);
        }
        int from = previous == 0 ? 0 : previous - overlap;
        float[] chunk = Arrays.copyOfRange(sound, from, sound.length - overlap);
        boolean tooShort = held.length > chunk.length;
        if (tooShort) {
            chunk = Arrays.copyOfRange(sound, from, sound.length);
        } else {
            fadeIn(chunk);
        }
        held = tooShort ? new float[0] : Arrays.copyOfRange(sound, sound.length - overlap, sound.length);
        previous = sound.length;
        return chunk;
    }

    private void fadeIn(float[] chunk) {
        for (int i = 0; i < held.length; i++) {
            float weight = held.length == 1 ? 0 : i / (float) (held.length - 1);
            chunk[i] = held[i] * (1 - weight) + chunk[i] * weight;
        }
    }
}
