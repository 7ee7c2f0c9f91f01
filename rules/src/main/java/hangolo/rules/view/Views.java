package hangolo.rules.view;

import hangolo.rules.facts.SignificantDigits;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue of the views: which exist, and their components by name. */
public final class Views {
    private static final List<Class<? extends Record>> ALL = List.of(
            PhaseFacts.class,
            Limit.class,
            SentenceAudioFacts.class,
            EvaluationFacts.class,
            Candidate.class,
            BestModelFacts.class,
            LossFacts.class,
            PhaseEndFacts.class,
            DecisionFacts.class,
            ChecklistFacts.class);

    /** The names that version 0.1.0 gave the views: rule files and audit trails written then keep them. */
    private static final Map<String, String> FORMER_NAMES = Map.of(
            "PhaseView", "PhaseFacts",
            "Voice", "SentenceAudioFacts",
            "Progress", "EvaluationFacts",
            "Standing", "BestModelFacts",
            "Loss", "LossFacts",
            "Finish", "PhaseEndFacts",
            "Outcome", "DecisionFacts",
            "Reading", "ChecklistFacts");

    /** Text literals and comments, which stay as they are, or else a former name. */
    private static final Pattern FORMER_NAME =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|//[^\n]*|(?s:/\\*.*?\\*/)|(?<![\\w$])(?:"
                    + String.join("|", FORMER_NAMES.keySet()) + ")\\b");

    private Views() {}

    /** The names that rule files may use for facts. */
    public static List<String> names() {
        return ALL.stream().map(Class::getSimpleName).toList();
    }

    /** The present name of a view that may be called as in version 0.1.0. */
    public static String currentName(String view) {
        return FORMER_NAMES.getOrDefault(view, view);
    }

    /** DRL, or a cell of a table that holds DRL, with the present names of the views. Lines stay where they are. */
    public static String withCurrentNames(String drl) {
        return FORMER_NAME.matcher(drl).replaceAll(found -> Matcher.quoteReplacement(currentName(found.group())));
    }

    /** The component names of a view, in order; empty if there is no such view. */
    public static Optional<List<String>> components(String view) {
        return type(view)
                .map(type -> Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    /** A component of a view; empty if there is no such view or component. */
    public static Optional<RecordComponent> component(String view, String name) {
        return type(view).stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(component -> component.getName().equals(name))
                .findFirst();
    }

    /** Whether a fact can be unknown at all. */
    public static boolean mayBeUnknown(String view, String name) {
        return component(view, name)
                .filter(component -> !component.getType().isPrimitive())
                .isPresent();
    }

    /** What people call a fact: {@code Mel CE}; its own name if the view says nothing about it. */
    public static String title(String view, String name) {
        return about(view, name).map(FactInfo::title).orElse(name);
    }

    /** A value of a fact with its unit: {@code 2.5}, {@code 12 dB}, {@code 30.5 %}. */
    public static String show(String view, String name, double value) {
        String unit = about(view, name).map(FactInfo::unit).orElse("");
        if (unit.equals("share")) {
            return SignificantDigits.showPercent(value);
        }
        return unit.isEmpty() ? SignificantDigits.show(value) : SignificantDigits.show(value) + " " + unit;
    }

    private static Optional<FactInfo> about(String view, String name) {
        return component(view, name).map(component -> component.getAnnotation(FactInfo.class));
    }

    private static Optional<Class<? extends Record>> type(String view) {
        return ALL.stream().filter(type -> type.getSimpleName().equals(view)).findFirst();
    }
}
