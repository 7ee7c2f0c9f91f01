package hangolo.rules.table;

import hangolo.rules.word.ActionKind;
import hangolo.rules.word.Label;
import hangolo.rules.word.Recommendation;
import hangolo.rules.word.ScenarioKind;
import hangolo.rules.word.Signal;
import hangolo.rules.word.Tier;
import hangolo.rules.word.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a rule can conclude, and which words and numbers each conclusion takes. */
public final class Vocabulary {
    private static final Map<String, List<String>> WORDS = Map.of(
            "action", Word.all(ActionKind.class),
            "signal", Word.all(Signal.class),
            "tier", Word.all(Tier.class),
            "recommend", Word.all(Recommendation.class),
            "label", Word.all(Label.class),
            "scenario", Word.all(ScenarioKind.class),
            "blocking", List.of("true", "false"));
    private static final Set<String> TEXTS = Set.of(
            "reason", "source", "step", "alternative", "symptom", "limit", "unit", "item", "ok", "failed", "unknown");
    private static final Set<String> NUMBERS =
            Set.of("rank", "value", "atLeast", "below", "factor", "melA", "qualityA", "melB", "qualityB");

    private static final Set<String> OPTIONAL = Set.of("factor", "atLeast", "below", "melA", "melB", "qualityB");

    private Vocabulary() {}

    /** The words that a conclusion takes, the least first; empty if it takes a number or a text. */
    public static List<String> words(String conclusion) {
        return WORDS.getOrDefault(conclusion, List.of());
    }

    static boolean knows(String conclusion) {
        return WORDS.containsKey(conclusion) || TEXTS.contains(conclusion) || NUMBERS.contains(conclusion);
    }

    /** Whether a row that answers must fill in this conclusion. */
    public static boolean isNeeded(String conclusion) {
        return !TEXTS.contains(conclusion) && !OPTIONAL.contains(conclusion);
    }

    static boolean isText(String conclusion) {
        return TEXTS.contains(conclusion);
    }

    /** What is wrong with a value for a conclusion, empty if nothing is. */
    static Optional<String> fault(String conclusion, String value) {
        List<String> words = WORDS.get(conclusion);
        if (words != null && !words.contains(value)) {
            return Optional.of("'" + value + "' is not one of " + String.join(", ", words));
        }
        if (NUMBERS.contains(conclusion) && !isNumber(value)) {
            return Optional.of("'" + value + "' is not a number");
        }
        return Optional.empty();
    }

    static boolean isNumber(String value) {
        return value.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    }
}
