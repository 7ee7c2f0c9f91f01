package hangolo.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hangolo rules}: the parent of all commands about rules. */
@Command(
        name = "rules",
        description = "Exports, checks and tests the decision rules, explains decisions, and replays recorded runs.",
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
