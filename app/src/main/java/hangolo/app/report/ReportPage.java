package hangolo.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code report.html}: one self-contained page without scripts. */
final class ReportPage {

    private ReportPage() {}

    /** The whole page. */
    static String of(RunView view) {
        ListenSection listen = new ListenSection(view);
        DetailSections details = new DetailSections(view);
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                + "media-src data:\"><title>" + Html.text(view.run().head().name() + ": " + view.verdict())
                + "</title>\n<style>\n" + style() + "</style></head><body><main>\n"
                + new SummarySection(view).html()
                + Html.section("curves", "Curves", new CurvesSection(view).html())
                + Html.section("listen", "Listen", listen.players())
                + Html.section("why", "Why", new WhySection(view).html())
                + Html.section("letters", "Letters recognized in the audio", listen.letters())
                + Html.section("evidence", "Audio measurements", listen.evidence())
                + Html.section("comparison", "Models side by side", details.comparison())
                + Html.section("progress", "Progress sheet", details.sheet())
                + Html.section("checklists", "Checklists", details.checklists())
                + Html.section("evaluations", "Evaluations", details.evaluations())
                + Html.section("rules", "Rule actions during training", details.remarks())
                + Html.section("data", "Data", details.data())
                + Html.section("technical", "Configuration and versions", details.technical())
                + "</main></body></html>\n";
    }

    private static String style() {
        try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IllegalStateException("report.css is missing from the jar; rebuild it");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read from the jar", e);
        }
    }
}
