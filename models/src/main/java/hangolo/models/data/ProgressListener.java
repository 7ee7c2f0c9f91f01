package hangolo.models.data;

/** Told how a long preparation gets on. Called by one thread at a time, with {@code done} never going back. */
@FunctionalInterface
public interface ProgressListener {

    /** Tells nobody. */
    ProgressListener NONE = (done, total, what) -> {};

    /**
     * Some clips are done.
     *
     * @param done clips so far, 0 at the start of each stage
     * @param total clips of this stage
     * @param what the stage in words, for example {@code checking clips}
     */
    void update(int done, int total, String what);
}
