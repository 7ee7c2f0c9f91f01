package hangolo.app.report;

import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.DataReport;
import hangolo.app.record.RunRecord.Evaluated;
import hangolo.app.record.RunRecord.Remark;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.judge.Checklist;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lower half of the report: tables for those who want to know. */
final class DetailSections {

    private final RunView view;
    private final RunRecord run;

    DetailSections(RunView view) {
        this.view = view;
        this.run = view.run();
    }

    String comparison() {
        List<List<String>> rows = new ArrayList<>();
        run.history().baseline().ifPresent(result -> rows.add(earlier("baseline", result)));
        run.history().phase1().ifPresent(result -> rows.add(earlier("phase 1", result)));
        run.best()
                .map(Evaluated::point)
                .ifPresent(point -> rows.add(List.of(
                        "<b>" + Html.text(view.thisPhase()) + "</b>",
                        "best of this run, step " + point.step(),
                        Numbers.mel(point.melCe()),
                        Numbers.text(point.textCeWeighted()),
                        quality())));
        return rows.size() < 2
                ? ""
                : Html.table(2, List.of("Model", "Source", "Mel CE", "Text CE (weighted)", "Quality / 10"), rows);
    }

    private static List<String> earlier(String name, PhaseResult result) {
        String quality = result.scores()
                        .map(ListenerScores::quality)
                        .filter(q -> q.isPresent())
                        .isPresent()
                ? Numbers.plain(result.scores().orElseThrow().quality().getAsDouble())
                : "–";
        return List.of(
                name, "configuration", Numbers.mel(result.melCe()), Numbers.text(result.textCeWeighted()), quality);
    }

    private String quality() {
        return view.decision().quality().isPresent()
                ? Numbers.fixed(view.decision().quality().getAsDouble(), 1) + " "
                        + Html.text(view.decision().qualitySource().word())
                : "–";
    }

    String sheet() {
        List<List<String>> rows = new ProgressSheet(view)
                .entries().stream()
                        .map(entry -> List.of(Html.text(entry.name()), Html.text(entry.value())))
                        .toList();
        return Html.table(2, List.of("", ""), rows).replace("<thead><tr><th></th><th></th></tr></thead>", "");
    }

    String checklists() {
        StringBuilder out = new StringBuilder("<div class=\"columns\">");
        for (Checklist list : view.checklists()) {
            String title = list.stage().name().charAt(0) + list.stage().word().substring(1);
            out.append("<div><h3>").append(Html.text(title)).append("</h3><ul class=\"checks\">\n");
            for (Checklist.Item item : list.items()) {
                out.append("<li class=\"")
                        .append(item.state().word())
                        .append("\"><b>")
                        .append(Html.text(item.item()));
                out.append("</b> <span>").append(Html.text(item.text())).append("</span></li>\n");
            }
            out.append("</ul></div>\n");
        }
        return out.append("</div>").toString();
    }

    String evaluations() {
        List<List<String>> rows = new ArrayList<>();
        long bestStep = run.best().map(at -> at.point().step()).orElse(-1L);
        for (Evaluated at : run.curves().evaluations()) {
            EvaluationPoint point = at.point();
            rows.add(List.of(
                    Long.toString(point.step()),
                    Integer.toString(point.epoch()),
                    Numbers.mel(point.melCe()) + (point.step() == bestStep ? " ★" : ""),
                    Numbers.mel(at.coquiMel()),
                    Numbers.text(point.textCeWeighted()),
                    Numbers.mel(point.textCeRaw()),
                    Numbers.mel(point.trainMelCe())));
        }
        return rows.isEmpty()
                ? ""
                : Html.table(
                                0,
                                List.of(
                                        "Step",
                                        "Epoch",
                                        "Mel CE",
                                        "as Coqui averages",
                                        "Text CE weighted",
                                        "Text CE raw",
                                        "Mel CE training"),
                                rows)
                        + Html.note("★ best. Mel CE and Text CE: means over all targets of the evaluation clips, in "
                                + "nats. Coqui's trainer averages batches and drops the first; its figure is here for "
                                + "comparison with its logs.");
    }

    String remarks() {
        List<List<String>> rows = new ArrayList<>();
        for (Remark remark : run.remarks()) {
            rows.add(List.of(
                    Long.toString(remark.step()),
                    Html.text(remark.action()),
                    Html.text(remark.text()),
                    "<code>" + Html.text(remark.rule()) + "</code>"));
        }
        return rows.isEmpty() ? "" : Html.table(4, List.of("Step", "Action", "Why", "Rule"), rows);
    }

    String data() {
        DataReport data = run.data();
        List<List<String>> rows = new ArrayList<>();
        for (DataReport.Source source : data.sources()) {
            rows.add(List.of(
                    Html.text(source.name()),
                    Html.text(source.language()),
                    Integer.toString(source.training()),
                    Integer.toString(source.evaluation()),
                    Numbers.fixed(source.seconds() / 60, 1)));
        }
        if (rows.isEmpty()) {
            return "";
        }
        List<List<String>> out = data.leftOut().stream()
                .map(clip -> List.of(Html.text(clip.source()), Html.text(clip.clip()), Html.text(clip.reason())))
                .toList();
        String left = out.isEmpty()
                ? Html.note("No clip was left out.")
                : "<details><summary>" + out.size() + " clips were left out</summary>"
                        + Html.table(3, List.of("Data set", "Clip", "Reason"), out) + "</details>\n";
        return Html.table(2, List.of("Data set", "Language", "Training clips", "Evaluation clips", "Minutes"), rows)
                + left;
    }

    String technical() {
        return "<div class=\"columns\">" + pairs("Configuration", run.head().settings())
                + pairs("Machine", run.head().machine()) + "</div>"
                + pairs("SHA-256", run.head().hashes())
                + Html.note("Began with " + run.origin().file() + " (step "
                        + run.origin().step() + "): "
                        + run.origin().what() + ". Rules: version "
                        + view.decision().ruleHash()
                        + run.head()
                                .rulesFolder()
                                .map(folder -> " from " + folder)
                                .orElse(", as shipped")
                        + ". Every firing is in audit.jsonl.");
    }

    private static String pairs(String title, Map<String, String> values) {
        if (values.isEmpty()) {
            return "";
        }
        StringBuilder out =
                new StringBuilder("<div><h3>").append(Html.text(title)).append("</h3><dl>\n");
        values.forEach((key, value) -> out.append("<dt>")
                .append(Html.text(key))
                .append("</dt><dd>")
                .append(Html.text(value))
                .append("</dd>\n"));
        return out.append("</dl></div>\n").toString();
    }
}
