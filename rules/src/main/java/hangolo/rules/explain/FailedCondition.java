package hangolo.rules.explain;

import hangolo.rules.facts.PlainValues;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.facts.ToMap;
import hangolo.rules.table.Condition;
import hangolo.rules.table.Operator;
import hangolo.rules.view.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A condition that did not hold.
 *
 * @param condition what was asked
 * @param found what the fact was; empty if it was unknown
 * @param distance how far the fact is from the limit, in its own unit; 0 is a limit that is not included; empty for words,
 *     truth values and unknown facts
 * @param comparable false if what the fact is compared with is itself unknown
 */
public record FailedCondition(Condition condition, Optional<Object> found, OptionalDouble distance, boolean comparable)
        implements ToMap {

    static FailedCondition of(Condition condition, Object fact) {
        return new FailedCondition(condition, Optional.ofNullable(fact), condition.missedBy(fact), true);
    }

    /** A comparison with something unknown, given as it is written. */
    static FailedCondition withUnknown(String view, DrlPattern.Comparison comparison, Object fact) {
        Condition asWritten = new Condition(
                view,
                comparison.fact(),
                comparison.operator(),
                new Condition.Word(comparison.right()),
                comparison.fact());
        return new FailedCondition(asWritten, Optional.ofNullable(fact), OptionalDouble.empty(), false);
    }

    /** What the rule needs: {@code < 2.5}. */
    public String needed() {
        return condition.operator() + " " + condition.value().show();
    }

    /** In words: {@code Mel CE 2.61 is not below 2.5: 0.11 too high}. */
    public String text() {
        String word = Views.title(condition.view(), condition.fact());
        if (!comparable) {
            return "what " + word + " is compared with (" + condition.value().show() + ") is unknown";
        }
        if (found.isEmpty()) {
            return word + " is unknown, but must be " + wanted();
        }
        if (condition.value() instanceof Condition.Amount limit && found.get() instanceof Number value) {
            return compared(word, value.doubleValue(), limit.number());
        }
        if (condition.operator() == Operator.NOT_EQUAL) {
            return word + " is " + found.get();
        }
        return word + " is " + found.get() + ", not " + condition.value().show();
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("fact", condition.fact());
        map.put("needed", needed());
        map.put("found", found);
        map.put("distance", distance);
        map.put("text", text());
        return PlainValues.of(map);
    }

    private String wanted() {
        String limit = condition.value() instanceof Condition.Amount amount
                ? shown(amount.number())
                : condition.value().show();
        return switch (condition.operator()) {
            case LESS -> "below " + limit;
            case AT_MOST -> "at most " + limit;
            case GREATER -> "above " + limit;
            case AT_LEAST -> limit + " or more";
            case NOT_EQUAL -> "other than " + limit;
            case EQUAL -> limit;
        };
    }

    private String compared(String word, double value, double limit) {
        String is = word + " " + shown(value) + " is ";
        String to = shown(limit);
        String off = shown(distance.orElse(0));
        boolean exactly = distance.orElse(0) == 0;
        return switch (condition.operator()) {
            case LESS -> is + "not below " + to + (exactly ? ", it is exactly that" : ": " + off + " too high");
            case AT_MOST -> is + "above " + to + ": " + off + " too high";
            case GREATER -> is + "not above " + to + (exactly ? ", it is exactly that" : ": " + off + " too low");
            case AT_LEAST -> is + "below " + to + ": " + off + " too low";
            case NOT_EQUAL -> is + "exactly that";
            case EQUAL -> is + "not " + to;
        };
    }

    private String shown(double value) {
        return Views.show(condition.view(), condition.fact(), value);
    }

    /** How near the fact came, as a share of the larger of fact and limit; infinite for what has no distance. */
    double relativeDistance() {
        if (distance.isEmpty() || !(condition.value() instanceof Condition.Amount limit)) {
            return Double.POSITIVE_INFINITY;
        }
        double value = found.map(known -> ((Number) known).doubleValue()).orElse(0.0);
        double size = Math.max(Math.abs(limit.number()), Math.abs(value));
        return size == 0 ? 0 : SignificantDigits.rounded(distance.getAsDouble() / size);
    }
}
