package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Conclusion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A phase: one evaluation after the other, some of them with an expected answer.
 *
 * @param file where it stands
 * @param name what it is about
 * @param phase the phase
 * @param before what the phase before ended with, if the phase starts from there
 * @param common facts of every evaluation
 * @param points the evaluations; {@code resume} between two of them saves the state and goes on from it
 */
record TrainingScenario(
        String file, String name, int phase, Optional<JsonNode> before, JsonNode common, List<JsonNode> points)
        implements Scenario {

    @Override
    public void run(RuleBase rules, AnswerDiff diff) {
        PhaseTracker tracker = before.map(end -> PhaseTracker.start(rules, phase, new Given(end, place()).result()))
                .orElseGet(() -> PhaseTracker.start(rules, phase));
        for (JsonNode point : points) {
            if (point.asText().equals("resume")) {
                tracker = PhaseTracker.resume(rules, tracker.state());
            } else {
                observe(tracker, point, diff);
            }
        }
    }

    private void observe(PhaseTracker tracker, JsonNode point, AnswerDiff diff) {
        Given given = new Given(Given.over(common, point), place());
        long step = given.whole("step", -1);
        EvaluationPoint facts = new EvaluationPoint(
                phase,
                step,
                given.whole("epoch", 0),
                given.number("melCe"),
                given.number("textCe"),
                OptionalDouble.empty(),
                given.number("trainMelCe"));
        MachineState machine = given.machine();
        JsonNode expect = given.raw("expect");
        List<AudioFacts> audio = given.audio("audio");
        given.done();
        diff.at("step " + step + ": ");
        if (expect.has("refused")) {
            refused(tracker, facts, diff);
            return;
        }
        Conclusion conclusion = tracker.observe(facts, audio, machine);
        diff.fired(conclusion.fired());
        expect.properties().forEach(entry -> compare(entry.getKey(), entry.getValue(), conclusion, diff));
    }

    private static void refused(PhaseTracker tracker, EvaluationPoint facts, AnswerDiff diff) {
        try {
            tracker.observe(facts);
            diff.wrong("expected to be refused, found an answer");
        } catch (IllegalArgumentException e) {
            // As it should be.
        }
    }

    private static void compare(String key, JsonNode expected, Conclusion conclusion, AnswerDiff diff) {
        switch (key) {
            case "action" -> diff.compare(key, expected, conclusion.action().word());
            case "tier" -> diff.compare(key, expected, conclusion.tier().word());
            case "bestTier" -> diff.compare(key, expected, conclusion.bestTier().word());
            case "diverging" -> diff.compare(key, expected, conclusion.diverging());
            case "degradedChecks" -> diff.compare(key, expected, conclusion.degradedChecks());
            case "facts" -> diff.compareAll("fact", expected, conclusion.facts());
            case "asks" -> {
                Map<String, String> asked = new TreeMap<>();
                conclusion.actions().forEach(action -> asked.put(action.rule(), action.word()));
                Map<String, String> wanted = new TreeMap<>();
                expected.properties()
                        .forEach(entry ->
                                wanted.put(entry.getKey(), entry.getValue().asText()));
                if (!asked.equals(wanted)) {
                    diff.wrong("expected the rules to ask for " + wanted + ", found " + asked);
                }
            }
            default -> diff.compareRules(key, expected, conclusion.fired());
        }
    }

    private String place() {
        return file + ": " + name;
    }
}
