package hangolo.engine.train;

import hangolo.engine.AdamW;

/**
 * The settings of a training.
 *
 * @param optimizer settings of AdamW
 * @param schedule learning rate
 * @param accumulation batches whose gradients are accumulated for one update, at least 1
 * @param divisor what the last, shorter group of an epoch is divided by
 * @param clipNorm largest total gradient norm; 0 disables clipping
 * @param nonFiniteLimit how many consecutive updates may be skipped, because loss or gradient is not finite, before the training
 *     stops
 * @param end when the training is complete
 */
public record TrainSettings(
        AdamW optimizer,
        RateSchedule schedule,
        int accumulation,
        Divisor divisor,
        double clipNorm,
        int nonFiniteLimit,
        End end) {

    /** What the gradients of a group are divided by. */
    public enum Divisor {
        /** The number of batches in the group: a mean. */
        GROUP,
        /** Always {@code accumulation}, as Coqui's trainer does: the last group of an epoch weighs less. */
        ACCUMULATION
    }

    /**
     * The end of the training, whichever comes first.
     *
     * @param epoch the first epoch that is not trained
     * @param step the first step that is not trained
     */
    public record End(long epoch, long step) {

        /** Ends before this step, however many epochs that takes. */
        public static End atStep(long step) {
            return new End(Long.MAX_VALUE, step);
        }
    }

    /** Checks the bounds. */
    public TrainSettings {
        if (accumulation < 1) {
            throw new IllegalArgumentException(
                    "gradients must be accumulated over at least 1 batch, found " + accumulation);
        }
        if (!(clipNorm >= 0)) {
            throw new IllegalArgumentException("the largest gradient norm must be 0 or more, found " + clipNorm);
        }
        if (nonFiniteLimit < 1) {
            throw new IllegalArgumentException(
                    "the limit of skipped updates must be at least 1, found " + nonFiniteLimit);
        }
    }

    /** Coqui's AdamW settings, an update per batch, no clipping, stop after three consecutive skipped updates. */
    public static TrainSettings coqui(double rate, End end) {
        return new TrainSettings(AdamW.COQUI, RateSchedule.constant(rate), 1, Divisor.GROUP, 0, 3, end);
    }
}
