package hangolo.app.run;

import hangolo.app.report.RunRecord.Remark;
import hangolo.rules.Conclusion;
import hangolo.rules.ReloadingRules;
import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Before an evaluation is judged: takes up edits of the rule folder, and writes down that it did. */
final class RuleReloader {
    private static final String KIND = "rules";

    private final PhaseContext phase;
    private final ReloadingRules rules;
    private final AuditTrail audit;
    private boolean looked;

    RuleReloader(PhaseContext phase, ReloadingRules rules, AuditTrail audit) {
        this.phase = phase;
        this.rules = rules;
        this.audit = audit;
    }

    /** What the rules, as they lie in the folder now, say about an evaluation. */
    Conclusion judge(EvaluationPoint point, List<AudioFacts> audio, MachineState machine) throws IOException {
        look(point.step());
        try {
            return phase.rules().observe(point, audio, machine);
        } catch (RuntimeException e) {
            if (!rules.goBack()) {
                throw e;
            }
            phase.rules().use(rules.current());
            remember(
                    point.step(),
                    new ReloadingRules.Refused(List.of("they failed while they judged: " + e.getMessage())));
            return phase.rules().observe(point, audio, machine);
        }
    }

    private void look(long step) throws IOException {
        if (!looked) {
            looked = true;
            sinceTheRunWasLeft(step);
        }
        ReloadingRules.News news = rules.look().orElse(null);
        if (news instanceof ReloadingRules.Switched switched) {
            phase.rules().use(rules.current());
            remember(step, switched);
        } else if (news instanceof ReloadingRules.Refused refused) {
            remember(step, refused);
        }
    }

    /** A run that goes on may find other rules than those it was left with. */
    private void sinceTheRunWasLeft(long step) throws IOException {
        Object before = phase.journal().ruleState().get("rules");
        String now = rules.current().hash();
        if (before != null && !before.equals(now)) {
            remember(step, new ReloadingRules.Switched(before.toString(), now, List.of()));
        }
    }

    private void remember(long step, ReloadingRules.Switched switched) throws IOException {
        String files = switched.files().isEmpty() ? "since the run was left" : String.join(", ", switched.files());
        tell(
                step,
                "the rules changed (" + files + "): " + switched.before() + " until here, " + switched.after()
                        + " from here on");
        Map<String, Object> conclusion = new LinkedHashMap<>();
        conclusion.put("before", switched.before());
        conclusion.put("after", switched.after());
        conclusion.put("files", switched.files());
        write(step, conclusion, "rules switched");
    }

    private void remember(long step, ReloadingRules.Refused refused) throws IOException {
        tell(step, "the edited rules cannot be used, those so far go on: " + String.join("; ", refused.problems()));
        Map<String, Object> conclusion = new LinkedHashMap<>();
        conclusion.put("problems", refused.problems());
        write(step, conclusion, "rules kept");
    }

    private void tell(long step, String text) {
        phase.display().line("step " + step + ": " + text);
        phase.log().note("RULES: " + text);
        phase.journal().remark(new Remark(step, "rules", "rule folder", text));
    }

    private void write(long step, Map<String, Object> conclusion, String action) throws IOException {
        audit.append(new AuditEntry(
                KIND,
                phase.clock().instant(),
                phase.config().phase(),
                step,
                rules.current().hash(),
                Map.of(),
                List.of(),
                conclusion,
                action));
    }
}
