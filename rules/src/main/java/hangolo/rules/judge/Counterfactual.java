package hangolo.rules.judge;

import hangolo.rules.facts.ToMap;
import hangolo.rules.word.Label;
import hangolo.rules.word.Recommendation;
import hangolo.rules.word.Tier;

/**
 * Something that would have changed a decision.
 *
 * @param text what would have had to be otherwise: {@code With Mel CE below 2.5 instead of 2.61}
 * @param recommendation the model to use then
 * @param label as in {@link Decision}
 * @param tier as in {@link Decision}
 */
public record Counterfactual(String text, Recommendation recommendation, Label label, Tier tier) implements ToMap {

    static Counterfactual of(String text, Decision then) {
        return new Counterfactual(text, then.recommendation(), then.label(), then.tier());
    }

    /** The change and its outcome in one sentence. */
    public String sentence() {
        return text + ": " + recommendation.title() + " (" + label.word() + "), tier " + tier.word() + ".";
    }
}
