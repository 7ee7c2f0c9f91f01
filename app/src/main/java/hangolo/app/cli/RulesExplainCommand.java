package hangolo.app.cli;

import hangolo.app.record.RunRecords;
import hangolo.app.report.Reports;
import hangolo.rules.RuleBase;
import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.explain.Explanation;
import hangolo.rules.judge.Counterfactual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo rules explain}. */
@Command(
        name = "explain",
        description = {
            "Says why each rule fired, and of every other rule which condition failed and by how much.",
            "Reads the audit trail of a run; without --step it explains the decision."
        })
final class RulesExplainCommand extends BaseCommand {
    @Option(names = "--run", required = true, paramLabel = "DIR", description = "Run folder of a training.")
    private Path run;

    @Option(names = "--step", paramLabel = "N", description = "The evaluation at this step instead of the decision.")
    private Optional<Long> step;

    @Option(names = "--rule", paramLabel = "NAME", description = "Only this rule, for example 'matrix excellent'.")
    private Optional<String> rule;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        AuditEntry entry = entry();
        RuleBase rules = rules(entry);
        Explanation explanation = rules.explain(entry);
        if (rule.isPresent()) {
            explanation = only(explanation, rule.get());
        }
        boolean recorded = entry.kind() == AuditEntry.Kind.DECISION && rule.isEmpty() && RunRecords.existIn(run);
        List<Counterfactual> changes = recorded ? Reports.whatIf(run, rules) : List.of();
        boolean same = rules.hash().equals(entry.ruleHash());
        if (json.wanted()) {
            Json.print(out(), document(entry, rules, explanation, changes));
        } else {
            new ExplanationText(out()).print(entry, rules, explanation, changes, same);
        }
        return ExitCode.OK;
    }

    private AuditEntry entry() throws IOException {
        Path trail = run.resolve(Reports.AUDIT);
        if (!Files.isRegularFile(trail)) {
            throw new UserError(
                    "There is no " + Reports.AUDIT + " in " + run
                            + ".\nMaybe this is not a run folder of this program; it is named like XTTS_Combined_Phase2_<timestamp>.");
        }
        List<AuditEntry> entries = AuditTrail.read(trail);
        AuditEntry.Kind kind = step.isPresent() ? AuditEntry.Kind.EVALUATION : AuditEntry.Kind.DECISION;
        List<AuditEntry> kin =
                entries.stream().filter(entry -> entry.kind() == kind).toList();
        return kin.stream()
                .filter(entry -> step.isEmpty() || step.get() == entry.step())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new UserError(missing(kin)));
    }

    private String missing(List<AuditEntry> evaluations) {
        if (step.isEmpty()) {
            return run + " holds no decision yet; it is made when the phase ends. Name an evaluation with --step.";
        }
        List<String> steps =
                evaluations.stream().map(entry -> Long.toString(entry.step())).toList();
        return "There is no evaluation at step " + step.get() + " in " + run + ". There are "
                + (steps.isEmpty() ? "none." : String.join(", ", steps) + ".");
    }

    /** The rules that judged, if they are still to be found; else those that the run would use now. */
    private RuleBase rules(AuditEntry entry) {
        RuleBase shipped = RuleBase.shipped();
        if (shipped.hash().equals(entry.ruleHash()) || !RunRecords.existIn(run)) {
            return shipped;
        }
        return Reports.rules(RunRecords.read(run));
    }

    private static Explanation only(Explanation explanation, String name) {
        Explanation one = explanation.of(name);
        if (one.isEmpty()) {
            throw new UserError("No rule named '" + name + "' was asked here.\nThe rules that were: "
                    + String.join(", ", explanation.names()) + ".");
        }
        return one;
    }

    private static Map<String, Object> document(
            AuditEntry entry, RuleBase rules, Explanation explanation, List<Counterfactual> changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", entry.kind().word());
        document.put("time", entry.time().toString());
        document.put("phase", entry.phase());
        document.put("step", entry.step());
        document.put("rules", entry.ruleHash());
        document.put("explainedBy", rules.hash());
        document.put("conclusion", entry.conclusion());
        document.put("action", entry.actionTaken());
        document.putAll(explanation.toMap());
        document.put("changes", changes.stream().map(Counterfactual::toMap).toList());
        return document;
    }
}
