package hangolo.app.cli;

import hangolo.rules.RuleBase;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --rules} of commands that decide. */
final class RulesOption {
    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "Folder with edited rules, as written by hangolo rules export, instead of the default ones.")
    private Optional<Path> folder = Optional.empty();

    /** The folder, empty if none was given. */
    Optional<Path> folder() {
        return folder.map(path -> path.toAbsolutePath().normalize());
    }

    /** The edited rules, compiled; empty if no folder was given. */
    Optional<RuleBase> edited() {
        return folder().map(RuleBase::from);
    }
}
