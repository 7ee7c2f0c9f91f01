package hangolo.app.report;

import hangolo.rules.RuleBase;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.word.Tier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Where the tiers begin, found by asking the rules: the curves show the limits of edited rules too. Bisection assumes that a
 * smaller loss is never worse.
 */
final class TierLimits {

    static final String MINIMUM = "tier minimum Mel CE";
    static final String TARGET = "tier target Mel CE";
    static final String EXCEPTIONAL = "tier exceptional Mel CE";
    static final String TEXT = "tier minimum text CE";
    static final String TEXT_STOP = "text CE stop above";

    private static final int HALVINGS = 14;

    private TierLimits() {}

    /** The limits of a rule base by name: those of its table and those of its tiers. */
    static Map<String, Double> of(RuleBase rules, int phase) {
        Map<String, Double> limits = new LinkedHashMap<>();
        limits.put(TEXT_STOP, rules.limit(phase, TEXT_STOP));
        mel(limits, rules, MINIMUM, Tier.MINIMUM);
        mel(limits, rules, TARGET, Tier.TARGET);
        mel(limits, rules, EXCEPTIONAL, Tier.EXCEPTIONAL);
        bisect(limits, TEXT, 0.2, text -> tier(rules, 0.001, text).compareTo(Tier.MINIMUM) >= 0);
        return limits;
    }

    private static void mel(Map<String, Double> limits, RuleBase rules, String name, Tier tier) {
        bisect(limits, name, 6, mel -> tier(rules, mel, 0.001).compareTo(tier) >= 0);
    }

    private static void bisect(
            Map<String, Double> limits, String name, double largest, DoubleFunction<Boolean> reached) {
        double grain = largest > 1 ? 1e3 : 1e4;
        double low = 0.001;
        double high = largest;
        if (!reached.apply(low) || reached.apply(high)) {
            return;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (reached.apply(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        limits.put(name, Math.rint(high * grain) / grain);
    }

    private static Tier tier(RuleBase rules, double mel, double text) {
        return rules.decide(FinalFacts.of(mel, text).heardAs(ListenerScores.overall(10)))
                .tier();
    }
}
