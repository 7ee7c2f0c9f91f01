package hangolo.rules.judge;

import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.Firing;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.audit.NearMiss;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.PlainValues;
import hangolo.rules.word.Tier;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rules say about an evaluation.
 *
 * @param action what to do: the weightiest of the actions, to continue if there is none
 * @param actions everything the rules asked for, weightiest first, in the order of the rule files
 * @param tier tier of the model of this evaluation
 * @param bestTier tier of the phase's best model by Mel CE
 * @param diverging the evaluation loss rises while the training loss falls
 * @param degradedChecks measured evaluations in a row in which the audio counted as degraded
 * @param symptoms what is worse about which sentence
 * @param fired every rule that fired, in the order of the rule files within each stage
 * @param basis the facts that the rules judged
 * @param facts the facts by name; null means unknown
 * @param ruleHash version of the whole rule base
 */
public record Conclusion(
        Action action,
        List<Action> actions,
        Tier tier,
        Tier bestTier,
        boolean diverging,
        int degradedChecks,
        List<String> symptoms,
        List<Firing> fired,
        JudgedFacts basis,
        Map<String, Object> facts,
        String ruleHash) {

    /** Copies the collections. */
    public Conclusion {
        actions = List.copyOf(actions);
        symptoms = List.copyOf(symptoms);
        fired = List.copyOf(fired);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** The same without the facts that the rules judged, to keep many in memory. */
    public Conclusion withoutBasis() {
        return new Conclusion(
                action,
                actions,
                tier,
                bestTier,
                diverging,
                degradedChecks,
                symptoms,
                fired,
                JudgedFacts.unknown(),
                facts,
                ruleHash);
    }

    /** The conclusion in short as plain values, for the audit trail. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("action", action.word());
        map.put("tier", tier.word());
        map.put("bestTier", bestTier.word());
        map.put("diverging", diverging);
        map.put("degradedChecks", degradedChecks);
        map.put("symptoms", symptoms);
        map.put("actions", PlainValues.of(actions));
        return map;
    }

    /**
     * The line of the audit trail for this conclusion.
     *
     * @param near the near misses of its basis
     * @param actionTaken what the program did about it
     */
    public AuditEntry auditEntry(Instant time, EvaluationPoint point, List<NearMiss> near, String actionTaken) {
        return new AuditEntry(
                AuditEntry.Kind.EVALUATION,
                time,
                point.phase(),
                point.step(),
                ruleHash,
                facts,
                fired,
                near,
                basis,
                toMap(),
                actionTaken);
    }
}
