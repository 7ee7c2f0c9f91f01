package hangolo.models.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A clip ready to be trained with. Small: the sound stays in the cache file and is read in pieces.
 *
 * @param clip as listed
 * @param file its entry in the cache
 * @param key hash of everything that decides about the numbers: sound, text tokens, DVAE, mel settings
 * @param samples length of the sound at the training rate
 * @param text token ids, the language token first, without start and stop; must not be changed
 * @param codes audio codes, {@code ceil(samples / stride)} of them, without start and stop; must not be changed
 */
public record PreparedClip(Clip clip, Path file, String key, int samples, int[] text, int[] codes) {

    /**
     * A part of the sound, mono at the training rate.
     *
     * @param from first sample
     * @param to the sample behind the last one
     * @throws IOException if the cache was changed or removed since the clip was prepared
     */
    public float[] audio(int from, int to) throws IOException {
        float[] sound = new float[Math.max(0, to - from)];
        audio(from, to, sound);
        return sound;
    }

    /** As {@link #audio(int, int)}, into the first elements of an array. */
    void audio(int from, int to, float[] target) throws IOException {
        if (from < 0 || to > samples || from > to) {
            throw new IllegalArgumentException(
                    "samples " + from + " to " + to + " are not in a clip of " + samples + " samples");
        }
        ClipFile.audio(file, from, to, target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PreparedClip that && key.equals(that.key) && clip.equals(that.clip);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return clip.id() + " [" + samples + " samples, " + text.length + " tokens, " + codes.length + " codes]";
    }
}
