package hangolo.app.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: where to print, and {@code --help}. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class BaseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Standard output: results only. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error: progress, warnings and complaints. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Refuses a listener's score that is not between 0 and 10. */
    final void checkScore(String option, double score) {
        if (!(score >= 0 && score <= 10)) {
            throw usageError(option + " must be between 0 and 10, but is " + score);
        }
    }

    /** Ends the command because its options contradict each other. */
    final ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
