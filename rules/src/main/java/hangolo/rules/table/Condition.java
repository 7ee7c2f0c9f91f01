package hangolo.rules.table;

import hangolo.rules.facts.SignificantDigits;
import java.util.OptionalDouble;

/**
 * One filled condition cell of a row, as data: a row fires when all of them hold.
 *
 * @param view the view that is asked, for example {@code PhaseEndFacts}
 * @param fact the component of the view
 * @param operator how the two are compared
 * @param value what the cell says
 * @param column the label of its column, as the editor sees it
 */
public record Condition(String view, String fact, Operator operator, Value value, String column) {

    /** What a condition cell can hold. */
    public sealed interface Value {
        /** The value as the cell shows it. */
        String show();
    }

    /** A number; with {@code <}, {@code <=}, {@code >} and {@code >=} a limit. */
    public record Amount(double number) implements Value {
        @Override
        public String show() {
            return SignificantDigits.show(number);
        }
    }

    /** A word of a fact that takes words. */
    public record Word(String word) implements Value {
        @Override
        public String show() {
            return word;
        }
    }

    /** True or false. */
    public record Truth(boolean truth) implements Value {
        @Override
        public String show() {
            return Boolean.toString(truth);
        }
    }

    /**
     * Whether a fact fulfils it, as the rule engine would say. An unknown fact (null, NaN) fulfils no condition; a fraction is
     * rounded to six significant digits first.
     *
     * @param fact a number, text or truth value; null is unknown
     */
    public boolean holds(Object fact) {
        if (value instanceof Amount limit) {
            return fact instanceof Number number && operator.holds(asCompared(number), limit.number());
        }
        if (fact == null) {
            return false;
        }
        boolean same = value instanceof Truth truth
                ? fact.equals(truth.truth())
                : fact.toString().equals(value.show());
        return (operator == Operator.NOT_EQUAL) != same;
    }

    /**
     * By how much a number failed: its distance to the limit, in the unit of the fact. 0 is exactly a limit that is not
     * included. Empty if the condition holds, if the fact is unknown, and for words and truth values.
     */
    public OptionalDouble missedBy(Object fact) {
        if (value instanceof Amount limit && fact instanceof Number number && !holds(fact)) {
            double distance = Math.abs(asCompared(number) - limit.number());
            return Double.isNaN(distance)
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(SignificantDigits.rounded(distance));
        }
        return OptionalDouble.empty();
    }

    private static double asCompared(Number fact) {
        return fact instanceof Double || fact instanceof Float
                ? SignificantDigits.rounded(fact.doubleValue())
                : fact.doubleValue();
    }

    /** The condition as people write it: {@code melCe < 2.5}. */
    @Override
    public String toString() {
        return fact + " " + operator + " " + value.show();
    }
}
