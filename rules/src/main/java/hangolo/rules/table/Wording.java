package hangolo.rules.table;

import hangolo.rules.facts.SignificantDigits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fills the numbers into reason texts: {@code {melCe}} is a fact, {@code {evalChange%}} the same as a percentage,
 * {@code {-diskSpareGb}} the same with the other sign,
 * {@code {Mel CE below}} the row's own cell in the column of that label, {@code {text CE stop above}} a limit.
 */
public final class Wording {
    private Wording() {}

    /** What stands between two braces, which lie at {@code start} and {@code end}. */
    private record Placeholder(int start, int end, boolean negated, String name, boolean percent) {
        static Placeholder of(String text, int start, int end) {
            boolean negated = text.charAt(start + 1) == '-' && end - start > 2;
            int from = negated ? start + 2 : start + 1;
            boolean percent = text.charAt(end - 1) == '%' && end - from > 1;
            return new Placeholder(start, end, negated, text.substring(from, percent ? end - 1 : end), percent);
        }
    }

    private static List<Placeholder> in(String text) {
        List<Placeholder> found = new ArrayList<>();
        int before = -1;
        for (int end = text.indexOf('}'); end >= 0; end = text.indexOf('}', end + 1)) {
            int start = text.lastIndexOf('{', end);
            if (start > before && end > start + 1) {
                found.add(Placeholder.of(text, start, end));
            }
            before = end;
        }
        return found;
    }

    /** The names between braces, in order. */
    public static List<String> placeholders(String text) {
        return in(text).stream().map(Placeholder::name).toList();
    }

    /** Fills a text; what is not known is shown as the word unknown. */
    public static String fill(
            String text, Map<String, Object> facts, Map<String, String> cells, Map<String, Double> limits) {
        StringBuilder filled = new StringBuilder();
        int end = 0;
        for (Placeholder placeholder : in(text)) {
            String name = placeholder.name();
            Object value = facts.get(name);
            if (value == null && !facts.containsKey(name)) {
                value = cells.containsKey(name) ? cells.get(name) : limits.get(name);
            }
            if (placeholder.negated() && value instanceof Number number) {
                value = -number.doubleValue();
            }
            filled.append(text, end, placeholder.start()).append(show(value, placeholder.percent()));
            end = placeholder.end() + 1;
        }
        return filled.append(text, end, text.length()).toString();
    }

    private static String show(Object value, boolean percent) {
        if (value == null) {
            return "unknown";
        }
        if (value instanceof Number number) {
            return percent
                    ? SignificantDigits.showPercent(number.doubleValue())
                    : SignificantDigits.show(number.doubleValue());
        }
        return value.toString();
    }
}
