package hangolo.rules.audit;

import hangolo.rules.facts.AudioFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a judgement rests on, complete enough to explain and repeat it.
 *
 * @param queries every view that the rules were asked about, in that order
 * @param limits the limits of limits.csv for the phase, by name
 * @param audio what was measured on the test sentences
 */
public record JudgedFacts(List<FactQuery> queries, Map<String, Double> limits, List<AudioFacts> audio) {

    /** Copies the collections. */
    public JudgedFacts {
        queries = List.copyOf(queries);
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        audio = List.copyOf(audio);
    }

    /** Nothing is known. */
    public static JudgedFacts unknown() {
        return new JudgedFacts(List.of(), Map.of(), List.of());
    }
}
