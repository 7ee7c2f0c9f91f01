package hangolo.models.xtts.training;

import hangolo.audio.MelSpectrogram;
import java.util.Optional;

/**
 * One clip as the training sees it.
 *
 * @param text text tokens t1..tT, the language token first, without start and stop
 * @param codes audio codes c1..cn, exactly {@link #codeCount} of the clip's samples, without start and stop
 * @param conditioning mel of the clip's own prompt, [frames, bins], divided by the mel statistics. The original's mels are
 *     those of a crop that was padded with silence to 6 s (517 frames)
 * @param promptSpan where in the clip the prompt was cut out, if it is known; only read when the prompt's span is left out of
 *     the loss as in the original
 */
public record TrainingItem(int[] text, int[] codes, MelSpectrogram conditioning, Optional<Span> promptSpan) {

    /**
     * A part of a clip.
     *
     * @param start first sample at 22050 Hz
     * @param end the sample behind the last one
     */
    public record Span(int start, int end) {}

    /** A clip whose prompt may come from anywhere. */
    public TrainingItem(int[] text, int[] codes, MelSpectrogram conditioning) {
        this(text, codes, conditioning, Optional.empty());
    }

    /** Codes of a clip that count: {@code ceil(samples / stride)}; the DVAE may give one more. */
    public static int codeCount(long samples, int stride) {
        return Math.toIntExact((samples + stride - 1) / stride);
    }
}
