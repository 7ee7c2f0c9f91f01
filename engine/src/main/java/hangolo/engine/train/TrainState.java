package hangolo.engine.train;

import java.util.Optional;

/**
 * The state of a training between two updates. With the parameters and the moments of the optimizer it is everything that a
 * bit-exact resume needs.
 *
 * @param step batches trained so far, not reset by a resume; also the index of the next step
 * @param epoch epoch of the next batch, from 0, not reset by a resume
 * @param position index of the next batch in its epoch
 * @param updates of the optimizer so far
 * @param rateFactor the factor that rules applied to the learning rate
 * @param skipped updates that were skipped because loss or gradient were not finite
 * @param skippedInRow how many of the latest were skipped consecutively
 * @param seed of dropout; data order and crops have their own
 * @param best the best evaluation so far
 */
public record TrainState(
        long step,
        long epoch,
        int position,
        long updates,
        double rateFactor,
        long skipped,
        int skippedInRow,
        long seed,
        Optional<Best> best) {

    /**
     * The best evaluation.
     *
     * @param value its loss, smaller is better
     * @param step batches trained before it
     */
    public record Best(double value, long step) {}

    /** The start of training. */
    public static TrainState begin(long seed) {
        return at(seed, 0, 0, 0);
    }

    /** A start that continues the counters of an earlier training, at the first batch of an epoch. */
    public static TrainState at(long seed, long step, long epoch, long updates) {
        return new TrainState(step, epoch, 0, updates, 1, 0, 0, seed, Optional.empty());
    }

    /** This state with another best evaluation. */
    public TrainState withBest(double value) {
        return new TrainState(
                step,
                epoch,
                position,
                updates,
                rateFactor,
                skipped,
                skippedInRow,
                seed,
                Optional.of(new Best(value, step)));
    }

    /** This state with the learning rate factor multiplied. */
    public TrainState scaleRate(double factor) {
        return new TrainState(step, epoch, position, updates, rateFactor * factor, skipped, skippedInRow, seed, best);
    }

    /** The state after a group of batches. */
    TrainState after(int batches, int batchesInEpoch, boolean updated) {
        boolean over = position + batches >= batchesInEpoch;
        return new TrainState(
                step + batches,
                over ? epoch + 1 : epoch,
                over ? 0 : position + batches,
                updated ? updates + 1 : updates,
                rateFactor,
                updated ? skipped : skipped + 1,
                updated ? 0 : skippedInRow + 1,
                seed,
                best);
    }
}
