package hangolo.app.cli;

/** The exit codes of the program. */
public final class ExitCode {
    /** Success. */
    public static final int OK = 0;
    /** Failure of the command or of a check; standard error says why. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
