package hangolo.engine.train;

/**
 * The batches of every epoch. A batch is a function of its place alone, so that a resumed run sees the same ones.
 *
 * @param <B> a batch
 */
public interface BatchSource<B> {

    /** Batches of an epoch, at least 1. */
    int count(long epoch);

    /**
     * One batch.
     *
     * @param epoch from 0, not reset by a resume
     * @param position from 0 to {@link #count} - 1
     */
    B batch(long epoch, int position);
}
