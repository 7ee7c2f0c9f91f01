package hangolo.rules.explain;

import hangolo.rules.explain.DrlPattern.Comparison;
import hangolo.rules.table.Operator;
import hangolo.rules.table.RuleFile;
import hangolo.rules.view.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of a DRL rule as data, as far as they are patterns of plain comparisons: {@code EvaluationFacts(textCe > $limit)} and
 * {@code Limit(name == "text CE stop above", $limit : value)}.
 *
 * @param patterns the views it looks at, without limits
 * @param limits the names of the limits by the variables it gives them
 */
record DrlRule(List<DrlPattern> patterns, Map<String, String> limits) {
    private static final Pattern RULE =
            Pattern.compile("\\brule\\s+\"([^\"]+)\".*?\\bwhen\\b(.*?)\\bthen\\b", Pattern.DOTALL);
    private static final Pattern PATTERN = Pattern.compile("(?:\\$\\w+\\s*:\\s*)?(\\w+)\\s*\\(([^()]*)\\)\\s*;?");
    private static final Pattern LIMIT =
            Pattern.compile("\\s*name\\s*==\\s*\"([^\"]+)\"\\s*,\\s*(\\$\\w+)\\s*:\\s*value\\s*");
    private static final String NUMBER = "\\d+(?:\\.\\d+)?";
    private static final String FACTOR = "-?\\s*(?:" + NUMBER + "|\\$?[A-Za-z_]\\w*)";
    private static final Pattern COMPARISON = Pattern.compile(
            "\\s*(\\w+)\\s*(==|!=|<=|>=|<|>)\\s*(\"[^\"]*\"|" + FACTOR + "(?:\\s*\\*\\s*" + FACTOR + ")*)\\s*");

    /** The rules of a file by name; a rule that holds more than plain comparisons has an empty value. */
    static Map<String, Optional<DrlRule>> in(RuleFile file) {
        Map<String, Optional<DrlRule>> rules = new LinkedHashMap<>();
        Matcher rule = RULE.matcher(withoutComments(file.drl()));
        while (rule.find()) {
            rules.put(rule.group(1), of(rule.group(2)));
        }
        return rules;
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("(?m)(^|\\s)(//|#).*$", "");
    }

    private static Optional<DrlRule> of(String conditions) {
        List<DrlPattern> patterns = new ArrayList<>();
        Map<String, String> limits = new LinkedHashMap<>();
        Matcher pattern = PATTERN.matcher(conditions);
        int end = 0;
        while (pattern.find()) {
            if (!conditions.substring(end, pattern.start()).isBlank()) {
                return Optional.empty();
            }
            end = pattern.end();
            Matcher limit = LIMIT.matcher(pattern.group(2));
            if (pattern.group(1).equals("Limit") && limit.matches()) {
                limits.put(limit.group(2), limit.group(1));
            } else if (!add(pattern.group(1), pattern.group(2), patterns)) {
                return Optional.empty();
            }
        }
        boolean all = conditions.substring(end).isBlank() && !patterns.isEmpty();
        return all ? Optional.of(new DrlRule(List.copyOf(patterns), limits)) : Optional.empty();
    }

    private static boolean add(String view, String inside, List<DrlPattern> patterns) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String part : inside.split(",|&&")) {
            Matcher comparison = COMPARISON.matcher(part);
            if (!comparison.matches()) {
                return false;
            }
            comparisons.add(new Comparison(
                    comparison.group(1),
                    Operator.of(comparison.group(2)).orElseThrow(),
                    comparison.group(3).strip()));
        }
        return Views.components(view).isPresent() && patterns.add(new DrlPattern(view, List.copyOf(comparisons)));
    }
}
