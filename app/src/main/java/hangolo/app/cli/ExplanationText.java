package hangolo.app.cli;

import hangolo.rules.RuleBase;
import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.Firing;
import hangolo.rules.explain.Explanation;
import hangolo.rules.explain.Explanation.Lost;
import hangolo.rules.explain.Explanation.Silent;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.judge.Counterfactual;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An explanation as text for the terminal. */
final class ExplanationText {
    private static final int MOST_NEAR = 12;

    private final PrintWriter out;

    ExplanationText(PrintWriter out) {
        this.out = out;
    }

    void print(AuditEntry entry, RuleBase rules, Explanation explanation, List<Counterfactual> changes, boolean same) {
        Object result = entry.conclusion().get(entry.kind() == AuditEntry.Kind.DECISION ? "recommendation" : "action");
        out.println(
                (entry.kind() == AuditEntry.Kind.DECISION ? "Decision" : "Evaluation") + " of phase " + entry.phase()
                        + " at step " + entry.step() + ", " + entry.time() + ": " + result + ", tier "
                        + entry.conclusion().get("tier"));
        out.println("Rules: version " + entry.ruleHash());
        if (!same) {
            out.println(
                    "These rules are no longer to be found. What fired is as it was recorded; conditions are looked up in "
                            + "version " + rules.hash() + " and may have been others then.");
        }
        fired(explanation.fired(), explanation.lost());
        List<Silent> near = explanation.silent().stream()
                .filter(Silent::byValue)
                .limit(MOST_NEAR)
                .toList();
        silent("Nearly fired: a single figure stood in the way", near);
        silent(
                "Did not fire",
                explanation.silent().stream()
                        .filter(rule -> !near.contains(rule))
                        .toList());
        if (!explanation.unread().isEmpty()) {
            section("Cannot be evaluated condition by condition");
            explanation.unread().forEach(rule -> out.println("  [" + rule + "]"));
        }
        if (!changes.isEmpty()) {
            section("What would have changed it");
            changes.forEach(change -> out.println("  " + change.sentence()));
        }
        out.flush();
    }

    private void section(String title) {
        out.println();
        out.println(title + ":");
    }

    private void fired(List<Firing> fired, List<Lost> lost) {
        if (fired.isEmpty()) {
            return;
        }
        section("Fired");
        for (Firing firing : fired) {
            out.println(("  [" + firing.rule() + "] " + firing.text()).stripTrailing());
            out.println("    " + firing.file() + " row " + firing.row() + ", version " + firing.hash() + facts(firing));
            lost.stream()
                    .filter(loser -> loser.rule().equals(firing.rule()))
                    .forEach(loser -> out.println("    overruled: " + loser.text() + " [" + loser.by() + "]"));
        }
    }

    private static String facts(Firing firing) {
        List<String> facts = new ArrayList<>();
        for (Map.Entry<String, Object> fact : firing.facts().entrySet()) {
            Object value = fact.getValue();
            String shown = value instanceof Number number
                    ? SignificantDigits.show(number.doubleValue())
                    : String.valueOf(value);
            facts.add(fact.getKey() + " = " + (value == null ? "unknown" : shown));
        }
        return facts.isEmpty() ? "" : "; " + String.join(", ", facts);
    }

    private void silent(String title, List<Silent> rules) {
        if (rules.isEmpty()) {
            return;
        }
        section(title);
        for (Silent rule : rules) {
            String about = rule.about().isEmpty() ? "" : " (nearest: " + rule.about() + ")";
            out.println("  [" + rule.rule() + "] " + rule.file() + " row " + rule.row() + about + ": " + rule.text());
        }
    }
}
