package hangolo.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hangolo rules}: everything about the rules themselves. */
@Command(
        name = "rules",
        description = "Writes the decision rules into a folder to edit them, checks and tests them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RulesExportCommand.class, RulesCheckCommand.class, RulesTestCommand.class})
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
