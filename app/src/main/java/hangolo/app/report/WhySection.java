package hangolo.app.report;

import hangolo.rules.audit.Firing;
import hangolo.rules.explain.Explanation;
import hangolo.rules.explain.Explanation.Silent;
import hangolo.rules.judge.Counterfactual;
import hangolo.rules.judge.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Why the decision is what it is: the rules behind it, those that lost or nearly fired, and what would have changed it. */
final class WhySection {

    private static final int MOST_NEAR = 8;
    private static final Set<String> DECIDING = Set.of("Candidate", "PhaseEndFacts", "SentenceAudioFacts");

    private final RunView view;
    private final Explanation explanation;

    WhySection(RunView view) {
        this.view = view;
        this.explanation = view.why().explanation();
    }

    String html() {
        return reasons()
                + part("Overruled", overruled())
                + part("Nearly fired", near())
                + part("What would have changed it", changes())
                + Html.note(
                        "Found by asking the rules again with one fact changed. The whole account, with every rule: "
                                + "hangolo rules explain --run " + view.folder().getFileName());
    }

    private static String part(String title, String content) {
        return content.isEmpty() ? "" : "<h3>" + Html.text(title) + "</h3>" + content;
    }

    private String reasons() {
        List<List<String>> rows = new ArrayList<>();
        for (Decision.Reason reason : view.decision().reasons()) {
            explanation.fired().stream()
                    .filter(firing -> firing.rule().equals(reason.rule()))
                    .findFirst()
                    .ifPresent(firing -> rows.add(List.of(
                            Html.text(reason.text()),
                            rule(firing.rule()),
                            place(firing.file(), firing.row(), version(firing)))));
        }
        return Html.table(3, List.of("Because", "Rule", "Written in"), rows);
    }

    private static String version(Firing firing) {
        return ", version " + firing.hash();
    }

    private static String rule(String name) {
        return "<code>" + Html.text(name) + "</code>";
    }

    private static String place(String file, int row, String version) {
        return Html.text(file + " row " + row + version);
    }

    private String overruled() {
        List<List<String>> rows = explanation.lost().stream()
                .map(lost -> List.of(
                        Html.text(lost.text()) + " " + rule(lost.by()) + ".",
                        rule(lost.rule()),
                        place(lost.file(), lost.row(), "")))
                .toList();
        return rows.isEmpty() ? "" : Html.table(3, List.of("Why it lost", "Rule", "Written in"), rows);
    }

    /** Rules about model and audio that a single figure stood in the way of. */
    private String near() {
        List<List<String>> rows = explanation.silent().stream()
                .filter(Silent::byValue)
                .filter(rule ->
                        DECIDING.contains(rule.failed().get(0).condition().view()))
                .limit(MOST_NEAR)
                .map(rule -> List.of(
                        Html.text(rule.text() + about(rule)) + ".",
                        rule(rule.rule()),
                        place(rule.file(), rule.row(), "")))
                .toList();
        return rows.isEmpty() ? "" : Html.table(3, List.of("What stood in the way", "Rule", "Written in"), rows);
    }

    private static String about(Silent rule) {
        return rule.about().isEmpty() ? "" : " (" + rule.about() + ")";
    }

    private String changes() {
        List<Counterfactual> changes = view.why().changes();
        return changes.isEmpty()
                ? ""
                : Html.list("ul", changes.stream().map(Counterfactual::sentence).toList());
    }
}
