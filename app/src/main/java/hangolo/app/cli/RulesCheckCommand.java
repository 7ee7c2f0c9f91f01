package hangolo.app.cli;

import hangolo.rules.check.CheckReport;
import hangolo.rules.check.Problem;
import hangolo.rules.check.Problem.Severity;
import hangolo.rules.check.RuleCheck;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hangolo rules check}. */
@Command(
        name = "check",
        description = {
            "Says what is wrong with a rule folder, with file, row and column: mistakes, gaps, overlaps, contradictions,"
                    + " duplicates, rows without effect.",
            "Exit code 1 if there are errors; warnings and notes are fine."
        })
final class RulesCheckCommand extends BaseCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder with edited rules; without it, the rules in the program.")
    private Optional<Path> folder;

    @Option(names = "--notes", description = "Also list what is in order, such as overlaps that ranks decide.")
    private boolean notes;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        CheckReport report = folder.map(RuleCheck::in).orElseGet(RuleCheck::shipped);
        if (json.wanted()) {
            Json.print(out(), report.toMap());
        } else {
            print(report);
        }
        return report.clean() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(CheckReport report) {
        for (Problem problem : report.problems()) {
            if (notes || problem.severity() != Severity.NOTE) {
                out().println(problem.severity().word() + ": " + problem.line());
                if (!problem.advice().isEmpty()) {
                    out().println("    " + problem.advice());
                }
            }
        }
        int kept = report.with(Severity.NOTE).size();
        out().println(report.rules() + " rules in " + report.files() + " files: "
                + count(report.with(Severity.ERROR).size(), "error") + ", "
                + count(report.with(Severity.WARNING).size(), "warning") + ", " + count(kept, "note")
                + (kept > 0 && !notes ? " (--notes shows them)" : "") + ".");
        out().flush();
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
