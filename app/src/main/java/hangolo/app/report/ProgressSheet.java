package hangolo.app.report;

import hangolo.app.log.TrainingDisplay;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.Evaluated;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.ListenerScores;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The progress sheet: a form of a dozen lines, filled in. */
final class ProgressSheet {

    private final RunView view;

    ProgressSheet(RunView view) {
        this.view = view;
    }

    /** One line of the sheet. */
    record Entry(String name, String value) {}

    /** The sheet as Markdown. */
    String markdown() {
        StringBuilder out = new StringBuilder("# Progress: " + view.run().head().name() + ", " + view.thisPhase());
        out.append("\n\n| | |\n|---|---|\n");
        entries()
                .forEach(entry -> out.append("| ")
                        .append(cell(entry.name()))
                        .append(" | ")
                        .append(cell(entry.value()))
                        .append(" |\n"));
        out.append(
                "\nMel CE in nats, unweighted; Text CE is the weighted value (0.01 x raw); means over all targets of the "
                        + "evaluation clips.\n\n## Reasons\n\n");
        view.decision()
                .reasons()
                .forEach(reason -> out.append("- ")
                        .append(reason.text())
                        .append(" (")
                        .append(reason.rule())
                        .append(")\n"));
        out.append("\n## Next steps\n\n");
        view.decision()
                .nextSteps()
                .forEach(step -> out.append("- ").append(step).append('\n'));
        return out.toString();
    }

    /** The lines in their order. */
    List<Entry> entries() {
        RunRecord run = view.run();
        List<Evaluated> all = run.curves().evaluations();
        Optional<EvaluationPoint> first = all.stream().findFirst().map(Evaluated::point);
        Optional<EvaluationPoint> last = all.stream().reduce((a, b) -> b).map(Evaluated::point);
        Optional<EvaluationPoint> best = run.best().map(Evaluated::point);
        return List.of(
                new Entry("Start", run.head().started().replace('T', ' ')),
                new Entry("End", run.head().ended().orElse("still running").replace('T', ' ')),
                new Entry("Duration", TrainingDisplay.time(Math.round(run.head().seconds()))),
                new Entry("Initial Mel CE / Text CE", both(first)),
                new Entry("Best Mel CE / Text CE", both(best)),
                new Entry("Final Mel CE / Text CE", both(last)),
                new Entry("Improvement of Mel CE", improvement(first, best)),
                new Entry("Smoothness", score(ListenerScores::smoothness)),
                new Entry("Naturalness", score(ListenerScores::naturalness)),
                new Entry("Emotion", score(ListenerScores::emotion)),
                new Entry("Overall", score(ListenerScores::overall)),
                new Entry(
                        "Decision",
                        view.verdict() + ": " + view.decision().label().word()));
    }

    private static String both(Optional<EvaluationPoint> point) {
        return point.map(at -> Numbers.mel(at.melCe()) + " / " + Numbers.text(at.textCeWeighted()) + " (step "
                        + at.step() + ")")
                .orElse(Numbers.UNKNOWN);
    }

    private static String improvement(Optional<EvaluationPoint> first, Optional<EvaluationPoint> best) {
        OptionalDouble from = first.map(EvaluationPoint::melCe).orElse(OptionalDouble.empty());
        OptionalDouble to = best.map(EvaluationPoint::melCe).orElse(OptionalDouble.empty());
        return from.isPresent() && to.isPresent()
                ? Numbers.change(from.getAsDouble(), to.getAsDouble())
                : Numbers.UNKNOWN;
    }

    private String score(Function<ListenerScores, OptionalDouble> which) {
        OptionalDouble score = view.scores().map(which).orElse(OptionalDouble.empty());
        return score.isPresent() ? Numbers.plain(score.getAsDouble()) + " / 10" : "not scored";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
