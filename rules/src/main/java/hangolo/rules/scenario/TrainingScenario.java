package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.Conclusion;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
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
    public void run(RuleBase rules, AnswerDiff outcome) {
        PhaseTracker supervisor = before.map(end -> PhaseTracker.start(rules, phase, new Given(end, place()).result()))
                .orElseGet(() -> PhaseTracker.start(rules, phase));
        for (JsonNode point : points) {
            if (point.asText().equals("resume")) {
                supervisor = PhaseTracker.resume(rules, supervisor.state());
            } else {
                observe(supervisor, point, outcome);
            }
        }
    }

    private void observe(PhaseTracker supervisor, JsonNode point, AnswerDiff outcome) {
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
        outcome.at("step " + step + ": ");
        if (expect.has("refused")) {
            refused(supervisor, facts, outcome);
            return;
        }
        Conclusion conclusion = supervisor.observe(facts, audio, machine);
        outcome.fired(conclusion.fired());
        expect.properties().forEach(entry -> compare(entry.getKey(), entry.getValue(), conclusion, outcome));
    }

    private static void refused(PhaseTracker supervisor, EvaluationPoint facts, AnswerDiff outcome) {
        try {
            supervisor.observe(facts);
            outcome.wrong("expected to be refused, found an answer");
        } catch (IllegalArgumentException e) {
            // As it should be.
        }
    }

    private static void compare(String key, JsonNode expected, Conclusion conclusion, AnswerDiff outcome) {
        switch (key) {
            case "action" -> outcome.compare(key, expected, conclusion.action().word());
            case "tier" -> outcome.compare(key, expected, conclusion.tier().word());
            case "bestTier" ->
                outcome.compare(key, expected, conclusion.bestTier().word());
            case "diverging" -> outcome.compare(key, expected, conclusion.diverging());
            case "degradedChecks" -> outcome.compare(key, expected, conclusion.degradedChecks());
            case "facts" -> outcome.compareAll("fact", expected, conclusion.facts());
            case "asks" -> {
                Map<String, String> asked = new TreeMap<>();
                conclusion.actions().forEach(action -> asked.put(action.rule(), action.word()));
                Map<String, String> wanted = new TreeMap<>();
                expected.properties()
                        .forEach(entry ->
                                wanted.put(entry.getKey(), entry.getValue().asText()));
                if (!asked.equals(wanted)) {
                    outcome.wrong("expected the rules to ask for " + wanted + ", found " + asked);
                }
            }
            default -> outcome.compareRules(key, expected, conclusion.fired());
        }
    }

    private String place() {
        return file + ": " + name;
    }
}
