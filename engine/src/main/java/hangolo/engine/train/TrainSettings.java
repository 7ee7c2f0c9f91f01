package hangolo.engine.train;

import hangolo.engine.AdamW;

/**
 * How to train.
 *
 * @param optimizer settings of AdamW
 * @param schedule learning rate
 * @param accumulation batches whose gradients are averaged before the optimizer moves, at least 1
 * @param divisor what the last, shorter group of an epoch is divided by
 * @param clipNorm largest norm of all gradients together; 0 for no clipping
 * @param nonFiniteLimit how many updates in a row are skipped, because loss or gradient are not finite, before the training
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
        /** The batches that the group has: a mean. */
        GROUP,
        /** Always {@code accumulation}, as Coqui's trainer does: the last group of an epoch weighs less. */
        ACCUMULATION
    }

    /**
     * The end of the training, whichever comes first.
     *
     * @param epoch the first epoch that is not trained any more
     * @param step the first step that is not trained any more
     */
    public record End(long epoch, long step) {

        /** After that many epochs from the very beginning. */
        public static End atEpoch(long epoch) {
            return new End(epoch, Long.MAX_VALUE);
        }

        /** After that many steps from the very beginning. */
        public static End atStep(long step) {
            return new End(Long.MAX_VALUE, step);
        }
    }

    /** Checks the bounds. */
    public TrainSettings {
        if (accumulation < 1) {
            throw new IllegalArgumentException("gradients must be taken from at least 1 batch, found " + accumulation);
        }
        if (!(clipNorm >= 0)) {
            throw new IllegalArgumentException("the largest gradient norm must be 0 or more, found " + clipNorm);
        }
        if (nonFiniteLimit < 1) {
            throw new IllegalArgumentException(
                    "the limit of skipped updates must be at least 1, found " + nonFiniteLimit);
        }
    }

    /** AdamW as Coqui's recipe sets it, every batch an update, no clipping, stop after three failures in a row. */
    public static TrainSettings coqui(double rate, End end) {
        return new TrainSettings(AdamW.COQUI, RateSchedule.constant(rate), 1, Divisor.GROUP, 0, 3, end);
    }
}
