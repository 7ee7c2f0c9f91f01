package hangolo.rules.explain;

import hangolo.rules.table.Condition;
import hangolo.rules.table.Operator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pattern of a DRL rule: a view and the comparisons that must hold.
 *
 * @param view its name
 * @param comparisons fact, operator and the text of the right side
 */
record DrlPattern(String view, List<Comparison> comparisons) {

    /** One comparison; the right side is a product of numbers, limits and facts, or a word, or true or false. */
    record Comparison(String fact, Operator operator, String right) {

        /**
         * The comparison with its right side worked out; empty if a limit or fact in it is unknown.
         *
         * @param variables the limits by the variables that the rule gives them
         */
        Optional<Condition> on(String view, Map<String, Object> facts, Map<String, Double> variables) {
            return value(facts, variables)
                    .map(value -> new Condition(view, fact, operator, value, fact + " " + operator + " " + right));
        }

        private Optional<Condition.Value> value(Map<String, Object> facts, Map<String, Double> variables) {
            if (right.equals("true") || right.equals("false")) {
                return Optional.of(new Condition.Truth(Boolean.parseBoolean(right)));
            }
            if (right.startsWith("\"")) {
                return Optional.of(new Condition.Word(right.substring(1, right.length() - 1)));
            }
            double product = 1;
            for (String factor : right.split("\\*")) {
                Optional<Double> number = factor(factor.strip(), facts, variables);
                if (number.isEmpty()) {
                    return Optional.empty();
                }
                product *= number.get();
            }
            return Optional.of(new Condition.Amount(product));
        }

        private static Optional<Double> factor(String text, Map<String, Object> facts, Map<String, Double> variables) {
            if (text.startsWith("-")) {
                return factor(text.substring(1).strip(), facts, variables).map(number -> -number);
            }
            if (text.startsWith("$")) {
                return Optional.ofNullable(variables.get(text));
            }
            if (Character.isLetter(text.charAt(0))) {
                return facts.get(text) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
            }
            return Optional.of(Double.parseDouble(text));
        }
    }
}
