package hangolo.bench;

import hangolo.audio.MelSpectrogram;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingItem;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The step that is measured: XTTS v2 at full size, and the lengths of its clips.
 *
 * @param layers transformer blocks
 * @param width d
 * @param heads attention heads
 * @param textTokens text vocabulary
 * @param audioTokens audio vocabulary
 * @param prompt latents of a reference
 * @param frames mel frames of a reference, 6 s
 * @param codes audio codes of each clip
 * @param texts text tokens of each clip
 */
public record Sizes(
        int layers,
        int width,
        int heads,
        int textTokens,
        int audioTokens,
        int prompt,
        int frames,
        List<Integer> codes,
        List<Integer> texts) {

    private static final int MEL_BINS = 80;
    private static final int AUDIO_EXTRA = 4;

    /** Batch 3 of the size that docs/performance.md speaks of. */
    public static final Sizes FULL =
            new Sizes(30, 1024, 16, 6681, 1026, 32, 517, List.of(200, 150, 120), List.of(90, 70, 50));

    /** Small enough to compare two implementations value by value, or to see whether a benchmark works. */
    static final Sizes SMALL = new Sizes(3, 64, 4, 60, 34, 32, 41, List.of(20, 15, 12), List.of(9, 7, 5));

    /** The same network with that many clips: the lengths of these clips over and over. */
    Sizes clips(int count) {
        return new Sizes(
                layers,
                width,
                heads,
                textTokens,
                audioTokens,
                prompt,
                frames,
                repeated(codes, count),
                repeated(texts, count));
    }

    private static List<Integer> repeated(List<Integer> lengths, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> lengths.get(i % lengths.size()))
                .toList();
    }

    /** The same clips through a network of that many transformer blocks. */
    public Sizes blocks(int count) {
        return new Sizes(count, width, heads, textTokens, audioTokens, prompt, frames, codes, texts);
    }

    /** The network. */
    public GptSizes gpt() {
        XttsConfig.Gpt config = new XttsConfig.Gpt(
                layers, width, heads, audioTokens, audioTokens - 2, audioTokens - 1, 605, 402, 1024, 256, false);
        return GptSizes.fresh(config, new GptSizes.Vocabulary(textTokens, Math.min(261, textTokens - 1), 0));
    }

    /** Random clips of these lengths. */
    TrainingBatch batch() {
        SplittableRandom random = new SplittableRandom(1);
        return new TrainingBatch(IntStream.range(0, clips())
                .mapToObj(i -> new TrainingItem(
                        random.ints(texts.get(i), 1, textTokens).toArray(),
                        random.ints(codes.get(i), 0, audioTokens - 2).toArray(),
                        mel(random)))
                .toList());
    }

    private MelSpectrogram mel(SplittableRandom random) {
        float[] values = new float[frames * MEL_BINS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new MelSpectrogram(frames, MEL_BINS, values);
    }

    int clips() {
        return codes.size();
    }

    /** Rows of the transformer that are no padding: the tokens of a step. */
    public int rows() {
        return Rows.packed(this).all();
    }
}
