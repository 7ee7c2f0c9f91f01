package hangolo.app.run;

/** A run that cannot start or continue; the message is for the user. */
public final class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public RunException(String message) {
        super(message);
    }

    /** An error with its message and cause. */
    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
