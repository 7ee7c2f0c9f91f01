package hangolo.rules.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario whose answer was another than expected.
 *
 * @param file where it stands
 * @param scenario its name
 * @param differences what was expected and what was found, one line each
 * @param fired the rules that fired
 */
public record ScenarioFailure(String file, String scenario, List<String> differences, List<String> fired) {

    /** The failure as plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", file);
        map.put("scenario", scenario);
        map.put("differences", differences);
        map.put("fired", fired);
        return map;
    }
}
