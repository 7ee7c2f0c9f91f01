package hangolo.engine.train;

import java.util.Optional;

/**
 * Where a training stands between two updates; with the parameters and the moments of the optimizer, this is everything
 * that is needed to go on bit for bit.
 *
 * @param step batches trained so far, never counted anew by a resume; also the number of the next step
 * @param epoch epoch of the next batch, from 0, never counted anew by a resume
 * @param position place of the next batch in its epoch
 * @param updates moves of the optimizer so far
 * @param rateFactor what rules have multiplied the learning rate with
 * @param skipped updates that were skipped because loss or gradient were not finite
 * @param skippedInRow how many of them came last without a good one
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
     * @param value its figure, smaller is better
     * @param step batches trained before it
     */
    public record Best(double value, long step) {}

    /** The very beginning. */
    public static TrainState begin(long seed) {
        return at(seed, 0, 0, 0);
    }

    /** A beginning that continues the counters of an earlier training, at the first batch of an epoch. */
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

    /** This state with the learning rate multiplied once more. */
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
