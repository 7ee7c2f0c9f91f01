package hangolo.verify;

import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.training.Packing;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingItem;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The intermediates of the training graph in the layout of Coqui TTS, [clip, position, width]: its text and audio are padded to the
 * longest of the batch (xtts-spec.md 6.5), where this program packs the rows and computes none of padding.
 */
final class PaddedBatch {

    private static final int SPAN_STEP = 256;

    private final Recorder recorder;
    private final List<TrainingItem> items;
    private final Packing packing;
    private final int frames;
    private final int prompt;
    private final int texts;
    private final int mels;

    /** @param coquiPromptMask whether the targets leave the prompt's span out as Coqui TTS does */
    PaddedBatch(TrainingBatch batch, GptSizes sizes, boolean coquiPromptMask, Recorder recorder) {
        this.recorder = recorder;
        this.items = batch.items();
        this.packing = new Packing(batch, sizes);
        this.frames = batch.frames().length(0);
        this.prompt = sizes.prompt();
        this.texts = 1 + items.stream().mapToInt(PaddedBatch::texts).max().orElse(0);
        this.mels = 1 + items.stream().mapToInt(PaddedBatch::mels).max().orElse(0);
        if (coquiPromptMask) {
            packing.maskLikeCoqui(items.get(items.size() - 1));
        }
    }

    private static int texts(TrainingItem item) {
        return item.text().length + 1;
    }

    private static int mels(TrainingItem item) {
        return item.codes().length + Packing.AUDIO_EXTRA;
    }

    /** An intermediate by its name among Coqui's arrays. */
    Traced of(String name) throws ReferenceException {
        int all = prompt + texts + mels;
        switch (name) {
            case "cond_idxs_divided":
                return spans();
            case "attention_mask":
                return mask(all);
            case "text_targets":
                return targets(packing.textTargets(), PaddedBatch::texts, texts);
            case "mel_targets":
                return targets(packing.melTargets(), PaddedBatch::mels, mels);
            case "text_embedding", "text_logits":
                return padded(name, PaddedBatch::texts, (clip, row) -> row, texts);
            case "mel_embedding", "mel_logits":
                return padded(name, PaddedBatch::mels, (clip, row) -> row, mels);
            case "gpt_ln_f":
                return heads(name, prompt, all);
            case "final_norm":
                return heads(name, 0, all - prompt);
            default:
                break;
        }
        if (name.startsWith("conditioning_encoder")) {
            return recorder.rows(name).channelsFirst(frames);
        }
        return name.startsWith("gpt_")
                ? padded(name, item -> prompt + texts(item) + mels(item), this::position, all)
                : recorder.rows(name).whole();
    }

    private Traced spans() throws ReferenceException {
        float[] spans = new float[2 * items.size()];
        for (int i = 0; i < items.size(); i++) {
            Optional<TrainingItem.Span> span = items.get(i).promptSpan();
            if (span.isEmpty()) {
                throw new ReferenceException("cond_idxs_divided", "the batch has a clip without a prompt's span");
            }
            spans[2 * i] = Math.floorDiv(span.get().start(), SPAN_STEP);
            spans[2 * i + 1] = Math.floorDiv(span.get().end(), SPAN_STEP);
        }
        return Traced.whole(spans);
    }

    private Traced mask(int width) {
        float[] mask = new float[items.size() * width];
        for (int i = 0; i < items.size(); i++) {
            for (int row = 0; row < packing.sequences().length(i); row++) {
                mask[i * width + position(i, row)] = 1;
            }
        }
        return Traced.whole(mask);
    }

    private Traced targets(int[] packed, Length length, int width) {
        float[] targets = new float[items.size() * width];
        Arrays.fill(targets, -1);
        int next = 0;
        for (int i = 0; i < items.size(); i++) {
            for (int row = 0; row < length.of(items.get(i)); row++) {
                targets[i * width + row] = packed[next++];
            }
        }
        return Traced.whole(targets);
    }

    /** How many rows a clip has. */
    private interface Length {
        int of(TrainingItem item);
    }

    /** Where a packed row of a clip lies among the padded ones. */
    private int position(int item, int row) {
        int text = prompt + texts(items.get(item));
        return row < text ? row : prompt + texts + row - text;
    }

    /** Packed rows, clip after clip, at their places among the positions of each clip. */
    private Traced padded(String name, Length length, IntBinaryOperator position, int positions)
            throws ReferenceException {
        Recorder.Rows rows = recorder.rows(name);
        Target target = new Target(rows, new float[items.size() * positions * rows.channels()], new BitSet());
        int next = 0;
        for (int i = 0; i < items.size(); i++) {
            int clip = i;
            next = target.put(next, length.of(items.get(i)), row -> clip * positions + position.applyAsInt(clip, row));
        }
        return new Traced(target.values, target.computed);
    }

    /** Rows in front of the heads: the text rows of all clips, and then their audio rows. */
    private Traced heads(String name, int first, int positions) throws ReferenceException {
        Recorder.Rows rows = recorder.rows(name);
        Target target = new Target(rows, new float[items.size() * positions * rows.channels()], new BitSet());
        int next = 0;
        for (int i = 0; i < items.size(); i++) {
            int from = i * positions + first;
            next = target.put(next, texts(items.get(i)), row -> from + row);
        }
        for (int i = 0; i < items.size(); i++) {
            int from = i * positions + first + texts;
            next = target.put(next, mels(items.get(i)), row -> from + row);
        }
        return new Traced(target.values, target.computed);
    }

    /** Padded rows that are being filled. */
    private record Target(Recorder.Rows packed, float[] values, BitSet computed) {

        /** Puts packed rows where they belong. Returns the row behind them. */
        int put(int first, int count, IntUnaryOperator position) {
            int width = packed.channels();
            for (int row = 0; row < count; row++) {
                int at = position.applyAsInt(row) * width;
                System.arraycopy(packed.values(), (first + row) * width, values, at, width);
                computed.set(at, at + width);
            }
            return first + count;
        }
    }
}
