package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.RuleBase;

/**
 * The limits of a phase.
 *
 * @param file where it stands
 * @param name what it is about
 * @param given the phase
 * @param expect values by the name of the limit
 */
record LimitScenario(String file, String name, JsonNode given, JsonNode expect) implements Scenario {

    @Override
    public void run(RuleBase rules, AnswerDiff diff) {
        Given facts = new Given(given, file + ": " + name);
        int phase = facts.whole("phase", 1);
        facts.done();
        expect.properties()
                .forEach(entry ->
                        diff.compare("'" + entry.getKey() + "'", entry.getValue(), rules.limit(phase, entry.getKey())));
    }
}
