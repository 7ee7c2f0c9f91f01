package hangolo.app.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the program starts. Kept light: {@code --help} loads neither ND4J nor Drools. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its {@link ExitCode}.
     *
     * @param arguments as {@code hangolo --help} explains them
     */
    public static void main(String[] arguments) {
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /**
     * Runs one command without ending the process.
     *
     * @param out standard output of the command
     * @param err standard error of the command
     * @param arguments as {@code hangolo --help} explains them
     * @return an {@link ExitCode}
     */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new HangoloCommand()).setOut(out).setErr(err).execute(arguments);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
