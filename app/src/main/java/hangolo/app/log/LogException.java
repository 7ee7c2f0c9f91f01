package hangolo.app.log;

/** A log that cannot be read; the message says what is wrong and where. */
public final class LogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public LogException(String message) {
        super(message);
    }
}
