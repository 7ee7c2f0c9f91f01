package hangolo.engine.train;

/** Evaluates, saves checkpoints and decides between updates. */
@FunctionalInterface
public interface TrainingController {

    /**
     * Called after every update, skipped ones included. Parameters and moments belong to {@code after}: evaluation and checkpoints
     * happen here.
     *
     * @param before the state before the update
     * @param after the state after it
     */
    ControlDecision afterUpdate(TrainState before, TrainState after);

    /** Called before every update, so that concurrent readers of parameters and moments can finish. */
    default void beforeUpdate() {}

    /** Never stops the training. */
    static TrainingController none() {
        return (before, after) -> ControlDecision.proceed(after);
    }
}
