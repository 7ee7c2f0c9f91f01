package hangolo.app.report;

import hangolo.app.log.PythonNumbers;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.Evaluated;
import hangolo.app.record.RunRecord.Step;
import hangolo.app.report.LineChart.Limit;
import hangolo.app.report.LineChart.Line;
import hangolo.app.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The curves of a run. */
final class CurvesSection {

    private static final int POINTS = 240;

    private final RunRecord run;
    private final Map<String, Double> limits;

    CurvesSection(RunView view) {
        this.run = view.run();
        this.limits = view.limits();
    }

    String html() {
        if (run.curves().training().isEmpty() && run.curves().evaluations().isEmpty()) {
            return "";
        }
        return figure(
                        "Mel CE",
                        "Cross entropy of the audio codes in nats, unweighted; evaluation: mean over all codes.",
                        mel())
                + figure(
                        "Text CE",
                        "Weighted as in training (0.01 x raw cross entropy in nats); evaluation: mean over all tokens.",
                        text())
                + rateFigure();
    }

    private LineChart mel() {
        List<Limit> marks = new ArrayList<>();
        limit(marks, TierLimits.MINIMUM, "minimum", false);
        limit(marks, TierLimits.TARGET, "target", false);
        limit(marks, TierLimits.EXCEPTIONAL, "exceptional", false);
        earlier(marks);
        return new LineChart(
                "Mel CE over training steps",
                lines(Step::mel, point -> point.point().melCe(), Numbers::mel),
                marks,
                value -> Numbers.fixed(value, 2));
    }

    private void earlier(List<Limit> marks) {
        run.history()
                .phase1()
                .ifPresent(phase -> phase.melCe()
                        .ifPresent(value -> marks.add(new Limit(value, "phase 1: " + Numbers.mel(value), false))));
    }

    private LineChart text() {
        List<Limit> marks = new ArrayList<>();
        limit(marks, TierLimits.TEXT, "keep below", true);
        limit(marks, TierLimits.TEXT_STOP, "stop above", true);
        return new LineChart(
                "Weighted text CE over training steps",
                lines(Step::text, point -> point.point().textCeWeighted(), Numbers::text),
                marks,
                value -> Numbers.fixed(value, 3));
    }

    private String rateFigure() {
        List<Double> rates =
                run.curves().training().stream().map(Step::rate).distinct().toList();
        return rates.size() == 1
                ? "<h3>Learning rate</h3>" + Html.note(PythonNumbers.text(rates.get(0)) + " at every update.")
                : figure("Learning rate", "As used for each update, rules included.", rate());
    }

    private LineChart rate() {
        List<Point> points = thinned(Step::rate, Numbers::plain);
        return new LineChart(
                "Learning rate over training steps",
                List.of(new Line("learning rate", "rate", points, false)),
                List.of(),
                value -> PythonNumbers.text(Double.parseDouble(String.format(Locale.ROOT, "%.3g", value))));
    }

    private void limit(List<Limit> marks, String name, String label, boolean always) {
        Double value = limits.get(name);
        if (value != null) {
            marks.add(new Limit(value, label + " " + Numbers.plain(value), always));
        }
    }

    private List<Line> lines(
            ToDoubleFunction<Step> training,
            Function<Evaluated, OptionalDouble> evaluation,
            Function<Double, String> show) {
        List<Point> points = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        long bestStep = run.best().map(at -> at.point().step()).orElse(-1L);
        for (Evaluated at : run.curves().evaluations()) {
            double value = evaluation.apply(at).orElse(Double.NaN);
            String tip = "step " + at.point().step() + ": " + show.apply(value);
            points.add(new Point(at.point().step(), value, tip));
            if (at.point().step() == bestStep) {
                best.add(new Point(at.point().step(), value, "best by Mel CE, " + tip));
            }
        }
        return List.of(
                new Line("training, mean of a few steps", "train", thinned(training, show::apply), false),
                new Line("evaluation", "eval", points, true),
                new Line("best by Mel CE", "best", best, true));
    }

    /** Means over neighbouring steps, so that the picture stays small. */
    private List<Point> thinned(ToDoubleFunction<Step> value, DoubleFunction<String> show) {
        List<Step> steps = run.curves().training();
        int bucket = Math.max(1, (steps.size() + POINTS - 1) / POINTS);
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += bucket) {
            List<Step> some = steps.subList(from, Math.min(steps.size(), from + bucket));
            double mean = some.stream().mapToDouble(value).average().orElse(Double.NaN);
            double at = some.stream().mapToLong(Step::step).average().orElse(0);
            points.add(new Point(at, mean, show.apply(mean)));
        }
        return points;
    }

    private static String figure(String title, String note, LineChart chart) {
        String svg = chart.svg();
        return svg.isEmpty()
                ? ""
                : "<figure><figcaption><h3>" + Html.text(title) + "</h3>" + chart.legend() + "</figcaption>" + svg
                        + "<p class=\"note\">" + Html.text(note) + "</p></figure>\n";
    }
}
