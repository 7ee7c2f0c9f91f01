package hangolo.app.cli;

/** What the program's exit code says. */
public final class ExitCode {
    /** Everything asked for was done. */
    public static final int OK = 0;
    /** It could not be done, or a check failed; standard error says why. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
