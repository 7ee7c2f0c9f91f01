package hangolo.models.data;

/**
 * How well the loader keeps up.
 *
 * @param batches handed out so far
 * @param waitSeconds time the caller waited for them
 * @param workSeconds time it took to make them
 */
public record LoaderStatistics(int batches, double waitSeconds, double workSeconds) {

    /** Mean time a step waits for its data; 0 before the first. */
    public double waitSecondsPerBatch() {
        return batches == 0 ? 0 : waitSeconds / batches;
    }
}
