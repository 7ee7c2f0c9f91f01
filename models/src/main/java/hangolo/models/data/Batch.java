package hangolo.models.data;

import hangolo.models.xtts.training.TrainingBatch;
import java.util.List;

/**
 * One step's clips.
 *
 * @param number in its epoch, from 0
 * @param clips which clips, in order
 * @param training what the model sees of them, in the same order
 */
public record Batch(int number, List<PreparedClip> clips, TrainingBatch training) {

    /** Keeps a copy of the list. */
    public Batch {
        clips = List.copyOf(clips);
    }

    /** Sound in these clips, samples at the training rate. */
    public long samples() {
        return clips.stream().mapToLong(PreparedClip::samples).sum();
    }
}
