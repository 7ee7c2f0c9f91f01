package hangolo.rules.audit;

import hangolo.rules.facts.PlainValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Facts as the rules saw them: one view with its values. All rules that look at this view were asked about it.
 *
 * @param view its name, as in the tables, for example {@code PhaseEndFacts}
 * @param facts its values by name; null means unknown
 */
public record FactQuery(String view, Map<String, Object> facts) {

    /** A view with its values. */
    public static FactQuery of(Record view) {
        return new FactQuery(view.getClass().getSimpleName(), PlainValues.components(view));
    }

    /** Copies the facts, keeping their order. */
    public FactQuery {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
