package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.facts.Trend;
import hangolo.rules.judge.Decision;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A decision at the end of a phase.
 *
 * @param file where it stands
 * @param name what it is about
 * @param given the facts
 * @param expect the expected answer
 */
record DecisionScenario(String file, String name, JsonNode given, JsonNode expect) implements Scenario {

    @Override
    public void run(RuleBase rules, AnswerDiff diff) {
        Decision decision = rules.decide(facts(new Given(given, file + ": " + name)));
        diff.fired(decision.fired());
        expect.properties().forEach(entry -> compare(entry.getKey(), entry.getValue(), decision, diff));
    }

    private static FinalFacts facts(Given given) {
        FinalFacts facts = new FinalFacts(
                given.whole("phase", 2),
                given.number("melCe"),
                given.number("textCe"),
                given.scores(),
                given.flag("samplesExist").orElse(given.has("audio")),
                given.audio("audio"),
                given.audio("startAudio"),
                trend(given),
                given.flag("tracksTraining"),
                given.has("phase1") ? PhaseHistory.ofPhase1(given.part("phase1").result()) : PhaseHistory.unknown());
        given.done();
        return facts;
    }

    /** Of the trend only what the decision looks at. */
    private static Optional<Trend> trend(Given given) {
        boolean known = given.has("fallPer500") || given.has("evaluationsSinceBest") || given.has("stepsSinceBest");
        OptionalDouble none = OptionalDouble.empty();
        Trend trend = new Trend(
                10,
                none,
                none,
                none,
                1000,
                given.whole("stepsSinceBest", 0),
                given.whole("evaluationsSinceBest", 0),
                none,
                false,
                none,
                none,
                given.number("fallPer500"));
        return known ? Optional.of(trend) : Optional.empty();
    }

    private static void compare(String key, JsonNode expected, Decision decision, AnswerDiff diff) {
        switch (key) {
            case "recommendation" ->
                diff.compare(key, expected, decision.recommendation().word());
            case "label" -> diff.compare(key, expected, decision.label().word());
            case "tier" -> diff.compare(key, expected, decision.tier().word());
            case "scenario" -> diff.compare(key, expected, decision.scenario().word());
            case "quality" ->
                diff.compare(
                        key,
                        expected,
                        decision.quality().isPresent() ? decision.quality().getAsDouble() : null);
            case "by" ->
                diff.compare(
                        "the decision by",
                        expected,
                        decision.reasons().isEmpty()
                                ? null
                                : decision.reasons().get(0).rule());
            case "because" -> expected.properties().forEach(entry -> compareReason(entry, decision, diff));
            default -> diff.compareRules(key, expected, decision.fired());
        }
    }

    /** Of the reasons that were given, the one from a file. */
    private static void compareReason(Map.Entry<String, JsonNode> wanted, Decision decision, AnswerDiff diff) {
        String found = decision.reasons().stream()
                .map(Decision.Reason::rule)
                .filter(rule -> decision.fired().stream()
                        .anyMatch(firing ->
                                firing.rule().equals(rule) && firing.file().equals(wanted.getKey() + ".csv")))
                .collect(Collectors.joining(", "));
        diff.compare("the reason from " + wanted.getKey(), wanted.getValue(), found);
    }
}
