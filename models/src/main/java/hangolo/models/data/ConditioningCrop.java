package hangolo.models.data;

import hangolo.audio.MelConfig;
import hangolo.models.xtts.training.TrainingItem.Span;

/**
 * Cuts the voice prompt out of a clip (xtts-spec.md 4.2, {@code get_prompt_slice}): the prompt of a training clip comes
 * from the clip itself. Immutable.
 */
public final class ConditioningCrop {

    private final int least;
    private final int most;

    /**
     * Prompts of these lengths.
     *
     * @param least shortest prompt in samples, 66150 (3 s) in Coqui TTS
     * @param most longest prompt in samples, 132300 (6 s) in Coqui TTS; shorter ones are padded to it with silence
     */
    public ConditioningCrop(int least, int most) {
        if (least < 1 || most < least || most < MelConfig.CONDITIONING.fewestSamples()) {
            throw new IllegalArgumentException("voice prompts of " + least + " to " + most
                    + " samples are impossible: the shortest must be positive, and the longest neither shorter than"
                    + " it nor than " + MelConfig.CONDITIONING.fewestSamples() + ".");
        }
        this.least = least;
        this.most = most;
    }

    /** Coqui's 3 to 6 seconds. */
    public static ConditioningCrop original() {
        return new ConditioningCrop(66150, 132300);
    }

    /**
     * A random part of a clip, for training. A clip shorter than the drawn length gives half of itself.
     *
     * @param samples length of the clip
     * @param seed of the run
     * @param epoch from 0
     * @param position of the draw in the epoch, from 0
     * @param clip number of the clip in the data set
     */
    public Span training(int samples, long seed, int epoch, int position, int clip) {
        CounterRandom random = new CounterRandom(seed, RandomStream.CROP, epoch, position, clip);
        int length = length(samples, random.between(least, most));
        int start = random.between(0, samples - length);
        return new Span(start, start + length);
    }

    /** The fixed part of a clip that is used in evaluation: from its start, of the mean length. */
    public Span evaluation(int samples) {
        return new Span(0, length(samples, (int) (((long) least + most) / 2)));
    }

    private static int length(int samples, int wanted) {
        return samples < wanted ? samples / 2 : wanted;
    }

    /** Samples of the longest prompt. */
    int most() {
        return most;
    }
}
