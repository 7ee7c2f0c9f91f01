package hangolo.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hangolo rules}: everything about the rules themselves. */
@Command(
        name = "rules",
        description =
                "Everything about the decision rules: edit, check and test them, ask why, and judge recorded runs by them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RulesExportCommand.class,
            RulesCheckCommand.class,
            RulesTestCommand.class,
            RulesExplainCommand.class,
            RulesReplayCommand.class
        })
final class RulesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: " + commands());
    }

    private String commands() {
        return String.join(", ", spec.subcommands().keySet());
    }
}
