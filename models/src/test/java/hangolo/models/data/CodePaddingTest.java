package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codes of a batch are those of its clips alone, or those of its clips with silence up to the longest. */
class CodePaddingTest {
    @TempDir
    Path folder;

    /** Hears as far as the DVAE: 27 frames to each side. */
    private static int[] codes(MelSpectrogram mel) {
        int[] codes = new int[(mel.frames() + 3) / 4];
        for (int i = 0; i < codes.length; i++) {
            double sum = 0;
            for (int f = Math.max(0, 4 * i - 27); f < Math.min(mel.frames(), 4 * i + 28); f++) {
                sum += mel.at(f, 40);
            }
            codes[i] = Math.floorMod(Math.round(sum * 8), 997);
        }
        return codes;
    }

    private static int[] padded(PreparedClip clip, int longest, float[] stats) throws IOException {
        float[] sound = Arrays.copyOf(clip.audio(0, clip.samples()), longest);
        MelSpectrogram mel = new MelExtractor(MelConfig.DVAE).normalised(new AudioClip(sound, 22050), stats);
        return Arrays.copyOf(codes(mel), clip.codes().length);
    }

    private static BatchSettings settings(CodePadding padding) {
        ConditioningCrop crop = new ConditioningCrop(6000, 12000);
        return new BatchSettings(4, 4, Sampling.EVERY_CLIP_ONCE, padding, crop, 2, () -> 0);
    }

    private TrainingData data(float[] stats) throws IOException {
        Encoders encoders = new Encoders(SmallData.LETTERS, CodePaddingTest::codes, 1024, stats, "v");
        DataSettings how = DataSettings.defaults().withSplit(EvaluationSplit.stratified(4, 1));
        List<DataSource> sources = List.of(new SmallData(folder).source("A", 24));
        return TrainingData.prepare(sources, how, encoders, folder.resolve("cache"), ProgressListener.NONE);
    }

    @Test
    void withoutPaddingCodesAreThoseOfTheClipAlone() throws IOException {
        float[] stats = new float[80];
        Arrays.fill(stats, 2f);
        try (Batches batches = data(stats).epoch(settings(CodePadding.NONE), 1, 0, 0)) {
            batches.forEachRemaining(batch -> {
                for (int i = 0; i < batch.clips().size(); i++) {
                    assertSame(
                            batch.clips().get(i).codes(),
                            batch.training().items().get(i).codes());
                }
            });
        }
    }

    @Test
    void withPaddingTheyAreThoseOfTheBatch() throws IOException {
        float[] stats = new float[80];
        Arrays.fill(stats, 2f);
        TrainingData data = data(stats);
        int changed = check(data.epoch(settings(CodePadding.BATCH), 1, 0, 0), stats);
        changed += check(data.evaluation(settings(CodePadding.BATCH)), stats);
        assertTrue(changed > 20, "codes that the padding changes: " + changed);
    }

    private static int check(Batches batches, float[] stats) throws IOException {
        int changed = 0;
        try (batches) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                int longest = batch.clips().stream()
                        .mapToInt(PreparedClip::samples)
                        .max()
                        .orElseThrow();
                for (int i = 0; i < batch.clips().size(); i++) {
                    PreparedClip clip = batch.clips().get(i);
                    int[] found = batch.training().items().get(i).codes();
                    assertArrayEquals(padded(clip, longest, stats), found, clip.toString());
                    for (int k = 0; k < found.length; k++) {
                        changed += found[k] == clip.codes()[k] ? 0 : 1;
                    }
                }
            }
        }
        return changed;
    }
}
