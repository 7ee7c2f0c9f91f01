package hangolo.engine.train;

/** Evaluates, saves and decides between updates. */
@FunctionalInterface
public interface TrainingController {

    /**
     * Called after every update, skipped ones included. Parameters and moments belong to {@code after}: this is the place
     * to evaluate and to save.
     *
     * @param before the state before the update
     * @param after the state after it
     */
    ControlDecision review(TrainState before, TrainState after);

    /** Called before every update, so that nobody reads parameters and moments any more when they change. */
    default void beforeUpdate() {}

    /** Lets the training run to its end. */
    static TrainingController none() {
        return (before, after) -> ControlDecision.goOn(after);
    }
}
