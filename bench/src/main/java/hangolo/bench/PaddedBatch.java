package hangolo.bench;

import hangolo.audio.MelSpectrogram;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingItem;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch as Coqui TTS pads it (xtts-spec.md 6.5): every clip as long as the longest, keys after a clip's end masked, targets after
 * it ignored.
 *
 * @param text text tokens [B, T]
 * @param textTargets [B · T], -1 is ignored
 * @param mel audio tokens [B, M]
 * @param melTargets [B · M], -1 is ignored
 * @param keys which of the keys of prompt, text and audio are seen: [B, 1, 1, P + T + M]
 * @param conditioning mels of the references [B, bins, frames]
 */
record PaddedBatch(Tensor text, Tensor textTargets, Tensor mel, Tensor melTargets, Tensor keys, Tensor conditioning) {

    /** Text rows that Coqui TTS adds to the longest text: start and stop. */
    static final int TEXT_EXTRA = 2;

    /** Audio rows that Coqui TTS adds to the longest clip: start and four stops. */
    static final int MEL_EXTRA = 5;

    private static final int STOPS = 4;

    static PaddedBatch of(TrainingBatch batch, GptSizes sizes) {
        List<TrainingItem> items = batch.items();
        int count = items.size();
        Part text = new Part(
                count,
                items.stream().mapToInt(item -> item.text().length).max().orElseThrow() + TEXT_EXTRA,
                sizes.startText(),
                sizes.stopText());
        Part mel = new Part(
                count,
                items.stream().mapToInt(item -> item.codes().length).max().orElseThrow() + MEL_EXTRA,
                sizes.startAudio(),
                sizes.stopAudio());
        boolean[] keys = new boolean[count * (sizes.prompt() + text.width + mel.width)];
        for (int i = 0; i < count; i++) {
            TrainingItem item = items.get(i);
            text.put(i, item.text(), 1);
            mel.put(i, item.codes(), STOPS);
            int row = i * (sizes.prompt() + text.width + mel.width);
            Arrays.fill(keys, row, row + sizes.prompt() + item.text().length + 1, true);
            row += sizes.prompt() + text.width;
            Arrays.fill(keys, row, row + item.codes().length + STOPS, true);
        }
        return new PaddedBatch(
                Tensor.create(text.tokens, count, text.width),
                Tensor.create(text.targets, (long) count * text.width),
                Tensor.create(mel.tokens, count, mel.width),
                Tensor.create(mel.targets, (long) count * mel.width),
                Tensor.create(keys, count, 1, 1, keys.length / count),
                conditioning(items));
    }

    /** Tokens and targets of text or audio. */
    private static final class Part {
        final int width;
        final long[] tokens;
        final long[] targets;
        private final int start;
        private final int stop;

        Part(int count, int width, int start, int stop) {
            this.width = width;
            this.start = start;
            this.stop = stop;
            this.tokens = new long[count * width];
            this.targets = new long[count * width];
            Arrays.fill(tokens, stop);
            Arrays.fill(targets, -1);
        }

        void put(int clip, int[] content, int stops) {
            int row = clip * width;
            tokens[row] = start;
            for (int i = 0; i < content.length; i++) {
                tokens[row + 1 + i] = content[i];
                targets[row + i] = content[i];
            }
            Arrays.fill(targets, row + content.length, row + content.length + stops, stop);
        }
    }

    private static Tensor conditioning(List<TrainingItem> items) {
        int frames = items.get(0).conditioning().frames();
        int bins = items.get(0).conditioning().bins();
        float[] values = new float[items.size() * bins * frames];
        int next = 0;
        for (TrainingItem item : items) {
            MelSpectrogram mel = item.conditioning();
            for (int bin = 0; bin < bins; bin++) {
                for (int frame = 0; frame < frames; frame++) {
                    values[next++] = mel.values()[frame * bins + bin];
                }
            }
        }
        return Tensor.create(values, items.size(), bins, frames);
    }
}
