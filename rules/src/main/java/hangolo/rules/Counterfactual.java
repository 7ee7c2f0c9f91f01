package hangolo.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that would have changed a decision.
 *
 * @param text what would have had to be otherwise: {@code With Mel CE below 2.5 instead of 2.61}
 * @param recommendation {@code phase1}, {@code phase2} or {@code phase3}, as it would have been
 * @param label as in {@link Decision}
 * @param tier as in {@link Decision}
 */
public record Counterfactual(String text, String recommendation, String label, Tier tier) {

    static Counterfactual of(String text, Decision then) {
        return new Counterfactual(text, then.recommendation(), then.label(), then.tier());
    }

    /** The change and its outcome in one sentence. */
    public String sentence() {
        return text + ": " + recommendation.replace("phase", "phase ") + " (" + label + "), tier " + tier.word() + ".";
    }

    /** The change as plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", text);
        map.put("recommendation", recommendation);
        map.put("label", label);
        map.put("tier", tier.word());
        return map;
    }
}
