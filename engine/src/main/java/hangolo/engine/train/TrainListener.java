package hangolo.engine.train;

/** Watches a training; cannot change it. */
public interface TrainListener {

    /** Before the first batch of an epoch, and before the first batch after a resume. */
    default void epochStarted(TrainState state, int batches) {}

    /** After every step. */
    default void stepped(StepMetrics figures) {}

    /** An update was skipped because loss or gradient were not finite. */
    default void skipped(TrainState after, String what) {}

    /** After the last batch of an epoch; {@code state} already stands at the next one. Before the supervisor's review. */
    default void epochEnded(TrainState state) {}
}
