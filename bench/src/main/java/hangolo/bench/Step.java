package hangolo.bench;

/** An implementation of the training step. */
interface Step extends AutoCloseable {

    /**
     * The times of a step.
     *
     * @param forward to the losses, in seconds
     * @param backward to the gradients, in seconds
     * @param update AdamW, in seconds
     */
    record Seconds(double forward, double backward, double update) {
        double whole() {
            return forward + backward + update;
        }
    }

    /**
     * Cross entropies, not weighted.
     *
     * @param text mean over the text targets
     * @param mel mean over the audio targets
     */
    record LossValues(double text, double mel) {}

    /**
     * Runs a step.
     *
     * @param number 1 for the first
     */
    Seconds run(long number);

    /** The losses of the last step. */
    LossValues losses();

    @Override
    void close();
}
