package hangolo.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "hangolo",
        description = "Continues the fine-tuning of an XTTS v2 voice, and decides by rules which model to keep.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            PreflightCommand.class,
            PrepareCommand.class,
            TrainCommand.class,
            SynthCommand.class,
            CompareCommand.class,
            DecideCommand.class,
            ScoreCommand.class,
            RulesCommand.class,
            VerifyCommand.class,
            InspectCommand.class,
            ExportCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 success, 1 failure (standard error says why), 2 usage error.",
            "First steps: hangolo demo",
            "Your own run: hangolo preflight --config phase2.yaml"
        })
final class HangoloCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces. HANGOLO_DEBUG=1 in the environment does the same.")
    private boolean debug;

    @Option(names = "--licences", description = "Print the licences of the program and of its parts, and exit.")
    private boolean licences;

    boolean debug() {
        return debug || System.getenv("HANGOLO_DEBUG") != null;
    }

    @Override
    public void run() {
        if (licences) {
            Licences.print(spec.commandLine().getOut());
            return;
        }
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
