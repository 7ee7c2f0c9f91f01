package hangolo.app.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the program starts. Kept light: {@code --help} loads neither ND4J nor Drools. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its {@link ExitCode}.
     *
     * @param arguments as {@code hangolo --help} explains them
     */
    public static void main(String[] arguments) {
        PrintStream out = utf8(FileDescriptor.out);
        System.setErr(utf8(FileDescriptor.err));
        // Libraries print: SameDiff every operation, jFLAC odd files. They must not spoil the JSON on standard output.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        int code = run(writer(out), writer(System.err), arguments);
        System.exit(out.checkError() && code == ExitCode.OK ? ExitCode.FAILED : code);
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
        HangoloCommand root = new HangoloCommand();
        CommandLine commandLine = new CommandLine(root)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, given) -> usageError(wrong, err))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, root, err));
        try {
            return commandLine.execute(arguments);
        } catch (Error failure) {
            return failed(failure, root, err);
        }
    }

    private static int usageError(ParameterException wrong, PrintWriter err) {
        err.println("hangolo: " + wrong.getMessage().replaceFirst("^Error: ", ""));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        err.println("Try: " + command + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private static int failed(Throwable failure, HangoloCommand root, PrintWriter err) {
        if (root.debug()) {
            failure.printStackTrace(err);
        }
        err.println("hangolo: " + ErrorMessages.of(failure));
        err.flush();
        return ExitCode.FAILED;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
