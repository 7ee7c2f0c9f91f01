package hangolo.rules.scenario;

import hangolo.rules.facts.ToMap;
import java.util.List;

/**
 * A scenario whose answer was another than expected.
 *
 * @param file where it stands
 * @param scenario its name
 * @param differences what was expected and what was found, one line each
 * @param fired the rules that fired
 */
public record ScenarioFailure(String file, String scenario, List<String> differences, List<String> fired)
        implements ToMap {}
