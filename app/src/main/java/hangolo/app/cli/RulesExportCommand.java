package hangolo.app.cli;

import hangolo.rules.table.RuleExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hangolo rules export}. */
@Command(
        name = "export",
        description = {
            "Writes the shipped rules into a folder to edit them: tables, stop.drl, scenarios, and a README for the editor.",
            "Replaces no file that differs, and writes all files or none."
        })
final class RulesExportCommand extends BaseCommand {
    @Parameters(paramLabel = "DIR", description = "The folder; it is made if it does not exist.")
    private Path folder;

    @Option(names = "--force", description = "Replace files that differ. Edits in them are lost.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        List<Path> written = RuleExport.write(folder, force);
        if (written.isEmpty()) {
            out().println("Nothing to do: " + folder + " holds the shipped rules already.");
        } else {
            out().println("Written: " + written.size() + " files in " + folder + ". Begin with "
                    + folder.resolve("README.md") + ".");
        }
        return ExitCode.OK;
    }
}
