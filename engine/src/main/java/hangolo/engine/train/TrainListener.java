package hangolo.engine.train;

/** Observes a training; cannot change it. */
public interface TrainListener {

    /** Before the first batch of an epoch, and before the first batch after a resume. */
    default void epochStarted(TrainState state, int batches) {}

    /** After every step. */
    default void stepped(StepMetrics metrics) {}

    /** An update was skipped because loss or gradient were not finite. */
    default void skipped(TrainState after, String what) {}

    /** After the last batch of an epoch; {@code state} is already at the next one. Called before {@link TrainingController#afterUpdate}. */
    default void epochEnded(TrainState state) {}
}
