package hangolo.app.run;

import hangolo.app.record.RunRecord.Remark;
import hangolo.rules.PhaseTracker;
import hangolo.rules.ReloadingRules;
import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Conclusion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Judges evaluations by rules that are reloaded when their folder changes, and keeps the audit trail. */
final class RuleReloader {

    private final int phase;
    private final ReloadingRules rules;
    private final PhaseTracker tracker;
    private final AuditTrail audit;
    private final PhaseLogs logs;
    private boolean judged;

    RuleReloader(int phase, ReloadingRules rules, PhaseTracker tracker, AuditTrail audit, PhaseLogs logs) {
        this.phase = phase;
        this.rules = rules;
        this.tracker = tracker;
        this.audit = audit;
        this.logs = logs;
    }

    /** The conclusion of the rules, as they are in the folder now, about an evaluation. */
    Conclusion judge(EvaluationPoint point, List<AudioFacts> audio, MachineState machine) throws IOException {
        reload(point.step());
        try {
            return tracker.observe(point, audio, machine);
        } catch (RuntimeException e) {
            if (!rules.revert()) {
                throw e;
            }
            tracker.use(rules.current());
            record(
                    point.step(),
                    new ReloadingRules.Refused(List.of("they failed while they judged: " + e.getMessage())));
            return tracker.observe(point, audio, machine);
        }
    }

    /** What the rules must remember: for checkpoints and the run's record. */
    Map<String, Object> state() {
        return tracker.state();
    }

    /** The best Mel CE of the phase so far. */
    OptionalDouble bestMelCe() {
        return tracker.trend().bestMelCe();
    }

    /** Adds a conclusion, and what was done about it, to the audit trail. */
    void audit(EvaluationPoint point, Conclusion conclusion, String actionTaken) throws IOException {
        audit.append(conclusion.auditEntry(logs.clock().instant(), point, tracker.nearest(conclusion), actionTaken));
    }

    private void reload(long step) throws IOException {
        if (!judged) {
            judged = true;
            recordChangeSinceCheckpoint(step);
        }
        ReloadingRules.Reload news = rules.reload().orElse(null);
        if (news instanceof ReloadingRules.Switched switched) {
            tracker.use(rules.current());
            record(step, switched);
        } else if (news instanceof ReloadingRules.Refused refused) {
            record(step, refused);
        }
    }

    /** A resumed run may find other rules than those of its checkpoint. */
    private void recordChangeSinceCheckpoint(long step) throws IOException {
        Object before = logs.journal().ruleState().get("rules");
        String now = rules.current().hash();
        if (before != null && !before.equals(now)) {
            record(step, new ReloadingRules.Switched(before.toString(), now, List.of()));
        }
    }

    private void record(long step, ReloadingRules.Switched switched) throws IOException {
        String files = switched.files().isEmpty() ? "since the run was left" : String.join(", ", switched.files());
        report(
                step,
                "the rules changed (" + files + "): " + switched.before() + " until here, " + switched.after()
                        + " from here on");
        Map<String, Object> conclusion = new LinkedHashMap<>();
        conclusion.put("before", switched.before());
        conclusion.put("after", switched.after());
        conclusion.put("files", switched.files());
        write(step, conclusion, "rules switched");
    }

    private void record(long step, ReloadingRules.Refused refused) throws IOException {
        report(step, "the edited rules cannot be used, those so far go on: " + String.join("; ", refused.problems()));
        Map<String, Object> conclusion = new LinkedHashMap<>();
        conclusion.put("problems", refused.problems());
        write(step, conclusion, "rules kept");
    }

    private void report(long step, String text) {
        logs.display().line("step " + step + ": " + text);
        logs.coqui().note("RULES: " + text);
        logs.journal().remark(new Remark(step, AuditEntry.Kind.RULES.word(), "rule folder", text));
    }

    private void write(long step, Map<String, Object> conclusion, String action) throws IOException {
        audit.append(new AuditEntry(
                AuditEntry.Kind.RULES,
                logs.clock().instant(),
                phase,
                step,
                rules.current().hash(),
                Map.of(),
                List.of(),
                List.of(),
                JudgedFacts.unknown(),
                conclusion,
                action));
    }
}
