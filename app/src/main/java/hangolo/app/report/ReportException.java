package hangolo.app.report;

/** A run folder that cannot be reported on; the message is for people. */
public final class ReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public ReportException(String message) {
        super(message);
    }
}
