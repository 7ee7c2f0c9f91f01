package hangolo.models.data;

import hangolo.audio.MelSpectrogram;

/** Turns the mel of one whole clip into audio codes: the encoder of the DVAE. Called by one thread at a time. */
@FunctionalInterface
public interface CodeExtractor {

    /**
     * The codes of a clip on its own, as with batch size 1 in Coqui TTS (xtts-spec.md 5).
     *
     * @param mel [frames, bins], divided by the mel statistics
     * @return {@code ceil(frames / 4)} codes
     */
    int[] codes(MelSpectrogram mel);
}
