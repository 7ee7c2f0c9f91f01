package hangolo.models.data;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The codes of clips as Coqui TTS computes them: in a batch, with zero samples behind each clip up to the longest
 * (xtts-spec.md 5). One thread, which must have no pass open.
 */
final class PaddedCodes {

    /** So much silence, and more changes nothing: a code hears 27 frames of 256 samples, and a frame 512 samples. */
    static final int ENOUGH = 10 * 1024;

    private final Encoders encoders;
    private final MelExtractor mel = new MelExtractor(MelConfig.DVAE);
    private final Map<List<Object>, int[]> known = new HashMap<>();

    PaddedCodes(Encoders encoders) {
        this.encoders = encoders;
    }

    /**
     * As many codes as the clip has alone.
     *
     * @param longest samples of the longest clip of the batch
     */
    int[] of(PreparedClip clip, int longest) throws IOException {
        int silence = Math.min(longest - clip.samples(), ENOUGH);
        if (silence <= 0) {
            return clip.codes();
        }
        List<Object> wanted = List.of(clip.key(), silence);
        int[] codes = known.get(wanted);
        if (codes == null) {
            codes = computed(clip, silence);
            known.put(wanted, codes);
        }
        return codes;
    }

    private int[] computed(PreparedClip clip, int silence) throws IOException {
        float[] sound = Arrays.copyOf(clip.audio(0, clip.samples()), clip.samples() + silence);
        MelSpectrogram normalised =
                mel.normalised(new AudioClip(sound, MelConfig.DVAE.sampleRate()), encoders.melStats());
        return Arrays.copyOf(encoders.codes().codes(normalised), clip.codes().length);
    }
}
