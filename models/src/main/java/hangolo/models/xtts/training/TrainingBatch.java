package hangolo.models.xtts.training;

import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.Tensor;
import hangolo.models.xtts.gpt.GptSizes;
import java.util.List;

/**
 * Several clips of one step. Nothing is padded: the order of the clips and the lengths of the others do not change what a clip
 * contributes.
 *
 * @param items the clips, at least one
 */
public record TrainingBatch(List<TrainingItem> items) {

    /** Checks that there is a clip. */
    public TrainingBatch {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one clip");
        }
    }

    /** Rows of the packed transformer input, for throughput. */
    public int rows(GptSizes sizes) {
        return items.stream()
                .mapToInt(item -> sizes.prompt() + item.text().length + 1 + item.codes().length + Packing.AUDIO_EXTRA)
                .sum();
    }

    /** Text targets: the tokens and one stop of each clip. */
    public int textTargets() {
        return items.stream().mapToInt(item -> item.text().length + 1).sum();
    }

    /** Audio targets: the codes and four stops of each clip. */
    public int melTargets() {
        return items.stream()
                .mapToInt(item -> item.codes().length + Packing.AUDIO_EXTRA)
                .sum();
    }

    /** The frames of each clip's prompt. */
    public PackedSequences frames() {
        return PackedSequences.ofLengths(
                items.stream().mapToInt(item -> item.conditioning().frames()).toArray());
    }

    /** The prompts' mels, one after the other: [frames, bins]. */
    public Tensor conditioning(Ops ops) {
        Tensor[] mels = items.stream()
                .map(TrainingItem::conditioning)
                .map(mel -> ops.constant(mel.frames(), mel.bins(), mel.values()))
                .toArray(Tensor[]::new);
        return mels.length == 1 ? mels[0] : ops.concatRows(mels);
    }
}
