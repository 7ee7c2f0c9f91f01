package hangolo.rules.check;

import hangolo.rules.check.Problem.Severity;
import hangolo.rules.drools.CompiledRules;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleBook;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleFiles;
import hangolo.rules.table.RuleSource;
import hangolo.rules.table.RuleTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a rule base before it is used. */
public final class RuleCheck {
    private RuleCheck() {}

    /** Checks the rules of a folder. Files that are missing or cannot be read are problems like any other. */
    public static CheckReport in(Path folder) {
        try {
            return of(RuleFiles.in(folder));
        } catch (RuleBaseException e) {
            return new CheckReport("", 0, 0, parsed(e.problems()));
        }
    }

    /** Checks the rules inside the program. */
    public static CheckReport shipped() {
        return of(RuleFiles.shipped());
    }

    /** Checks rule files: what the compiler says, and what is wrong between the rows of every table. */
    public static CheckReport of(List<RuleFile> files) {
        RuleBook book = RuleBook.examine(files);
        List<Problem> problems = new ArrayList<>(parsed(book.problems()));
        if (problems.isEmpty()) {
            problems.addAll(rows(book));
            problems.addAll(isShipped(files) ? List.of() : compiled(files));
        }
        return new CheckReport(
                RuleFiles.hash(files), files.size(), book.sources().size(), problems);
    }

    /** Only what is wrong between the rows; takes milliseconds, because nothing is compiled. */
    static List<Problem> rows(RuleBook book) {
        List<Problem> problems = new ArrayList<>();
        for (RuleTable table : book.tables()) {
            problems.addAll(new TableCheck(table).problems());
        }
        for (RuleSource rule : book.sources().values()) {
            if (rule.file().endsWith(".drl") && !rule.conclusions().containsKey("source")) {
                problems.add(new Problem(
                        Severity.WARNING,
                        Problem.Kind.SOURCE,
                        rule.file(),
                        rule.row(),
                        "",
                        "the rule '" + rule.name() + "' does not say where it comes from",
                        "Write @source(\"your name and why\") below the line with its name."));
            }
        }
        return problems;
    }

    /** The files that the program brings were compiled when it was built and tested. */
    private static boolean isShipped(List<RuleFile> files) {
        return RuleFiles.hash(files).equals(RuleFiles.hash(RuleFiles.shipped()));
    }

    private static List<Problem> compiled(List<RuleFile> files) {
        try {
            new CompiledRules(files);
            return List.of();
        } catch (RuleBaseException e) {
            return parsed(e.problems());
        }
    }

    private static List<Problem> parsed(List<String> lines) {
        return lines.stream().map(Problem::parse).toList();
    }
}
