package hangolo.rules.check;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which facts can occur together. A listener's score, for example, always comes with a quality; so a table need not say what
 * happens with a listener and without a quality.
 */
final class FactConstraints {

    /** What a fact can be in a case. */
    record Where(String fact, Predicate<Object> allowed) {}

    private FactConstraints() {}

    /** For a view, groups of cases: in every group one of the cases holds. */
    static List<List<List<Where>>> cases(String view) {
        return switch (view) {
            case "LossFacts" -> List.of(List.of(List.of(known("melCe"))));
            case "Candidate" ->
                List.of(
                        flag("melCe", "melCeKnown"),
                        flag("textCe", "textCeKnown"),
                        List.of(
                                List.of(is("evidence", "listener"), known("quality")),
                                List.of(isNot("evidence", "listener"), unknown("quality"))));
            case "PhaseEndFacts" ->
                List.of(
                        flag("textCe", "textCeKnown"),
                        List.of(
                                List.of(is("judgedBy", "listener"), is("evidence", "listener"), known("quality")),
                                List.of(
                                        is("judgedBy", "estimated"),
                                        isNot("evidence", "listener"),
                                        known("melCe"),
                                        known("quality"),
                                        unknown("qualityGain")),
                                List.of(
                                        is("judgedBy", "nothing"),
                                        isNot("evidence", "listener"),
                                        unknown("melCe"),
                                        unknown("melFall"),
                                        unknown("quality"),
                                        unknown("qualityGain"))));
            case "DecisionFacts" ->
                List.of(List.of(
                        List.of(is("judgedBy", "listener"), is("evidence", "listener"), known("quality")),
                        List.of(
                                is("judgedBy", "estimated"),
                                isNot("evidence", "listener"),
                                known("melCe"),
                                known("quality")),
                        List.of(
                                is("judgedBy", "nothing"),
                                isNot("evidence", "listener"),
                                unknown("melCe"),
                                unknown("quality"))));
            default -> List.of();
        };
    }

    private static List<List<Where>> flag(String fact, String flag) {
        return List.of(List.of(known(fact), is(flag, true)), List.of(unknown(fact), is(flag, false)));
    }

    private static Where known(String fact) {
        return new Where(fact, Objects::nonNull);
    }

    private static Where unknown(String fact) {
        return new Where(fact, Objects::isNull);
    }

    private static Where is(String fact, Object value) {
        return new Where(fact, value::equals);
    }

    private static Where isNot(String fact, Object value) {
        return new Where(fact, Predicate.not(value::equals));
    }
}
