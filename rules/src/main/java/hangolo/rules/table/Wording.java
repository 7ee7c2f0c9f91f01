package hangolo.rules.table;

import hangolo.rules.facts.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the numbers into reason texts: {@code {melCe}} is a fact, {@code {evalChange%}} the same as a percentage,
 * {@code {-diskSpareGb}} the same with the other sign,
 * {@code {Mel CE below}} the row's own cell in the column of that label, {@code {text CE stop above}} a limit.
 */
public final class Wording {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(-?)([^{}]+?)(%?)}");

    private Wording() {}

    /** The names between braces, in order. */
    static List<String> placeholders(String text) {
        if (text.indexOf('{') < 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(2));
        }
        return names;
    }

    /** The names between braces that are facts. */
    public static List<String> factsIn(String text, Map<String, Object> facts) {
        return placeholders(text).stream().filter(facts::containsKey).toList();
    }

    /** Fills a text; what is not known is shown as the word unknown. */
    public static String fill(
            String text, Map<String, Object> facts, Map<String, String> cells, Map<String, Double> limits) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2);
            boolean percent = !matcher.group(3).isEmpty();
            Object value = facts.get(name);
            if (value == null && !facts.containsKey(name)) {
                value = cells.containsKey(name) ? cells.get(name) : limits.get(name);
            }
            if (!matcher.group(1).isEmpty() && value instanceof Number number) {
                value = -number.doubleValue();
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(show(value, percent)));
        }
        return matcher.appendTail(filled).toString();
    }

    private static String show(Object value, boolean percent) {
        if (value == null) {
            return "unknown";
        }
        if (value instanceof Number number) {
            return percent ? Figures.showPercent(number.doubleValue()) : Figures.show(number.doubleValue());
        }
        return value.toString();
    }
}
