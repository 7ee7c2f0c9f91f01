package hangolo.models.data;

import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.models.xtts.training.TrainingItem.Span;
import java.io.IOException;
import java.util.Arrays;

/** Makes the mels of voice prompts one after the other, their sound always in the same memory. One thread. */
final class PromptMels {

    private static final MelExtractor MELS = new MelExtractor(MelConfig.CONDITIONING);

    private final float[] melStats;
    private final float[] sound;

    /**
     * Mels of prompts.
     *
     * @param crop says how long the longest is
     * @param melStats divisor of each mel bin
     */
    PromptMels(ConditioningCrop crop, float[] melStats) {
        this.melStats = melStats;
        this.sound = new float[crop.most()];
    }

    /**
     * The mel of a part of a clip, padded with silence to the longest prompt: [1 + most / 256, 80], divided by the mel
     * statistics.
     *
     * @throws IOException if the cache entry cannot be read
     */
    MelSpectrogram of(PreparedClip clip, Span span) throws IOException {
        clip.audio(span.start(), span.end(), sound);
        Arrays.fill(sound, span.end() - span.start(), sound.length, 0f);
        return MELS.normalised(sound, melStats);
    }
}
