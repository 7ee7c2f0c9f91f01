package hangolo.rules.judge;

import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.Firing;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.audit.NearMiss;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.PlainValues;
import hangolo.rules.word.Label;
import hangolo.rules.word.QualitySource;
import hangolo.rules.word.Recommendation;
import hangolo.rules.word.ScenarioKind;
import hangolo.rules.word.Tier;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Which model goes to production, and why.
 *
 * @param recommendation the model to use
 * @param label how good the phase was
 * @param tier tier of the phase's best model
 * @param quality out of 10, to one decimal; empty if neither a listener nor a Mel CE gives one
 * @param qualitySource listener or estimated
 * @param scenario the scenario that next steps and alternatives belong to
 * @param nextSteps what to do now, in order
 * @param alternatives what to try because the target was missed; empty if it was reached
 * @param reasons the rules that made the decision, the deciding one first
 * @param fired every rule that fired
 * @param basis the facts that the rules judged
 * @param ruleHash version of the whole rule base
 */
public record Decision(
        Recommendation recommendation,
        Label label,
        Tier tier,
        OptionalDouble quality,
        QualitySource qualitySource,
        ScenarioKind scenario,
        List<String> nextSteps,
        List<String> alternatives,
        List<Reason> reasons,
        List<Firing> fired,
        JudgedFacts basis,
        String ruleHash) {

    /**
     * A rule that took part in the decision.
     *
     * @param rule its name
     * @param text its reason with the numbers filled in
     */
    public record Reason(String rule, String text) {}

    /** Copies the lists. */
    public Decision {
        nextSteps = List.copyOf(nextSteps);
        alternatives = List.copyOf(alternatives);
        reasons = List.copyOf(reasons);
        fired = List.copyOf(fired);
    }

    /** The decision as plain values with the names of {@code decide --json}; quality is left out if unknown. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("recommendation", recommendation.word());
        map.put("label", label.word());
        map.put("tier", tier.word());
        quality.ifPresent(value -> map.put("quality", value));
        map.put("qualitySource", qualitySource.word());
        map.put("scenario", scenario.word());
        map.put("nextSteps", nextSteps);
        map.put("alternatives", alternatives);
        map.put("reasons", PlainValues.of(reasons));
        map.put("rules", ruleHash);
        return map;
    }

    /**
     * The line of the audit trail for this decision.
     *
     * @param step the step of the model that was decided about
     * @param near the near misses of its basis
     * @param actionTaken what the program did about it
     */
    public AuditEntry auditEntry(Instant time, FinalFacts about, long step, List<NearMiss> near, String actionTaken) {
        Map<String, Object> facts = new LinkedHashMap<>();
        about.melCe().ifPresent(value -> facts.put("melCe", value));
        about.textCeWeighted().ifPresent(value -> facts.put("textCe", value));
        about.scores()
                .map(ListenerScores::quality)
                .ifPresent(quality -> quality.ifPresent(value -> facts.put("listenerQuality", value)));
        facts.put("samplesExist", about.samplesExist());
        return new AuditEntry(
                AuditEntry.Kind.DECISION,
                time,
                about.phase(),
                step,
                ruleHash,
                facts,
                fired,
                near,
                basis,
                toMap(),
                actionTaken);
    }
}
