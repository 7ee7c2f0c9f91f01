package hangolo.models.data;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How clips are put together to batches.
 *
 * @param batchSize clips of a training step
 * @param evaluationBatchSize clips of an evaluation step
 * @param sampling order of the training clips
 * @param padding what the audio codes are computed with; {@link CodePadding#BATCH} makes batches when they are asked for, none ahead
 * @param crop how voice prompts are cut
 * @param ahead batches that are made in advance by another thread; 0 makes each when it is asked for
 * @param nanoClock a clock in nanoseconds, for the statistics only
 */
public record BatchSettings(
        int batchSize,
        int evaluationBatchSize,
        Sampling sampling,
        CodePadding padding,
        ConditioningCrop crop,
        int ahead,
        LongSupplier nanoClock) {

    /** Checks the sizes. */
    public BatchSettings {
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(nanoClock, "nanoClock");
        if (batchSize < 1 || evaluationBatchSize < 1 || ahead < 0) {
            throw new IllegalArgumentException("batches of " + batchSize + " and " + evaluationBatchSize + " clips, "
                    + ahead + " of them ahead, are impossible: the sizes must be positive.");
        }
    }

    /** Every clip once, Coqui's prompts, two batches ahead. */
    public static BatchSettings of(int batchSize, LongSupplier nanoClock) {
        return new BatchSettings(
                batchSize,
                batchSize,
                Sampling.EVERY_CLIP_ONCE,
                CodePadding.NONE,
                ConditioningCrop.original(),
                2,
                nanoClock);
    }

    /** Another thread cannot make batches that need the backend of the training. */
    int inAdvance() {
        return padding == CodePadding.BATCH ? 0 : ahead;
    }
}
