package hangolo.app.record;

/** A run folder that cannot be reported on; the message is for people. */
public final class RecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public RecordException(String message) {
        super(message);
    }
}
