package hangolo.app.report;

import hangolo.app.log.TrainingDisplay;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.Evaluated;
import hangolo.app.record.RunRecord.LettersRead;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.judge.Decision;
import hangolo.rules.word.QualitySource;
import hangolo.rules.word.Recommendation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The top of the report: what to do, and the figures that say so. */
final class SummarySection {

    private final RunView view;
    private final RunRecord run;
    private final Decision decision;

    SummarySection(RunView view) {
        this.view = view;
        this.run = view.run();
        this.decision = view.decision();
    }

    String html() {
        String title = run.head().name() + ", " + view.thisPhase();
        return "<header><p class=\"over\">Voice tuning report</p><h1>" + Html.text(title) + "</h1><p class=\"note\">"
                + Html.text(when() + " · " + run.head().program())
                + "</p></header>\n" + verdict() + cards();
    }

    private String when() {
        String end = run.head().ended().map(at -> " to " + at).orElse(", still running");
        return (run.head().started() + end).replace('T', ' ');
    }

    private String verdict() {
        String style = decision.recommendation() == Recommendation.PHASE1 ? "keep" : "take";
        StringBuilder out = new StringBuilder("<section id=\"decision\" class=\"verdict " + style + "\">");
        out.append("<h2>")
                .append(Html.text(view.verdict()))
                .append(": <em>")
                .append(Html.text(decision.label().word()));
        out.append("</em></h2><p class=\"badges\"><span>tier ")
                .append(Html.text(decision.tier().word()));
        out.append("</span><span>scenario ")
                .append(Html.text(decision.scenario().word()))
                .append("</span>");
        run.ending()
                .ifPresent(ending -> out.append("<span>ended: ")
                        .append(Html.text(
                                ending.reason().toLowerCase(Locale.ROOT).replace('_', ' ')))
                        .append("</span>"));
        out.append("</p>\n<ul class=\"reasons\">");
        for (Decision.Reason reason : decision.reasons()) {
            out.append("<li>").append(Html.text(reason.text()));
            out.append(" <code>").append(Html.text(reason.rule())).append("</code></li>\n");
        }
        run.ending()
                .ifPresent(ending -> out.append("<li>Training ended: ")
                        .append(Html.text(ending.text()))
                        .append("</li>"));
        out.append("</ul>\n<div class=\"columns\"><div><h3>Next steps</h3>");
        out.append(Html.list("ol", decision.nextSteps())).append("</div>");
        if (!decision.alternatives().isEmpty()) {
            out.append("<div><h3>If that is not enough</h3>").append(Html.list("ul", decision.alternatives()));
            out.append("</div>");
        }
        return out.append("</div></section>\n").toString();
    }

    private String cards() {
        StringBuilder out = new StringBuilder("<section class=\"cards\" aria-label=\"Key figures\">\n");
        Optional<EvaluationPoint> best = run.best().map(Evaluated::point);
        List<Evaluated> all = run.curves().evaluations();
        best.ifPresent(point -> {
            double first = all.get(0).point().melCe().orElse(Double.NaN);
            double value = point.melCe().orElse(Double.NaN);
            out.append(card(
                    "Best Mel CE",
                    Numbers.mel(value),
                    "nats at step " + point.step() + ", " + Numbers.change(first, value) + " from "
                            + Numbers.mel(first)));
            out.append(card(
                    "Text CE there",
                    Numbers.text(point.textCeWeighted()),
                    "weighted; raw " + Numbers.mel(point.textCeRaw()) + " nats"));
        });
        decision.quality()
                .ifPresent(quality -> out.append(card(
                        "Quality",
                        Numbers.fixed(quality, 1) + " / 10",
                        decision.qualitySource() == QualitySource.LISTENER
                                ? "given by a listener"
                                : "estimated by rule, nobody listened yet")));
        out.append(card("Training", TrainingDisplay.time(Math.round(run.head().seconds())), steps()));
        letters().ifPresent(out::append);
        return out.append("</section>\n").toString();
    }

    private String steps() {
        List<RunRecord.Step> steps = run.curves().training();
        return steps.isEmpty()
                ? "no step yet"
                : "steps " + run.origin().step() + " to "
                        + (steps.get(steps.size() - 1).step() + 1);
    }

    private Optional<String> letters() {
        List<LettersRead> own = run.letters().stream()
                .filter(read -> read.modelLabel().equals(view.thisPhase()))
                .toList();
        int letters = own.stream().mapToInt(LettersRead::letters).sum();
        int correct = own.stream().mapToInt(LettersRead::correct).sum();
        return letters == 0
                ? Optional.empty()
                : Optional.of(card(
                        "Letters read",
                        Numbers.fixed(100.0 * correct / letters, 0) + " %",
                        correct + " of " + letters + " letters of held-out sentences, by a matched filter"));
    }

    private static String card(String name, String value, String note) {
        return "<div class=\"card\"><h3>" + Html.text(name) + "</h3><p class=\"figure\">" + Html.text(value)
                + "</p><p class=\"note\">" + Html.text(note) + "</p></div>\n";
    }
}
