package hangolo.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.record.RecordException;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecords;
import hangolo.app.record.SampleRun;
import hangolo.app.record.ScoreFile;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.judge.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

    private static final RuleBase RULES = RuleBase.shipped();
    private static final Map<String, Double> LIMITS = TierLimits.of(RULES, 2);

    @TempDir
    Path folder;

    private String page() throws IOException {
        return Files.readString(folder.resolve(Reports.PAGE));
    }

    @Test
    void aGoodRunIsReportedWhole() throws IOException {
        RunRecords.write(folder, SampleRun.in(folder, 2.41));
        Decision decision = Reports.refresh(folder, RULES, LIMITS);
        assertEquals("phase2", decision.recommendation().word());
        String page = page();
        assertTrue(page.contains("Use phase 2"), "the verdict");
        decision.reasons().forEach(reason -> assertTrue(page.contains(Html.text(reason.text())), reason.text()));
        decision.nextSteps().forEach(step -> assertTrue(page.contains(Html.text(step)), step));
        for (String part : new String[] {
            "2.410",
            "3.511",
            "Milliomos",
            "checkpoint_1500.pth",
            "stop above 0.04",
            "keep below 0.03",
            "target 2.5",
            "phase 1: 3.507",
            "mesekosz",
            "LEARNING_RATE",
            "a".repeat(64),
            "not scored"
        }) {
            assertTrue(page.contains(part), part);
        }
        assertEquals(8, count(page, "<audio controls"), "reference and three voices of two sentences");
        assertEquals(8, count(page, "src=\"data:audio/wav;base64,UklGR"), "all of them inside the page");
        assertEquals(2, count(page, "<svg "), "two curves");
        assertTrue(page.contains("1e-06 at every update"), "and a rate that never changed");
        keep(page);
    }

    /** For looking at it in a browser. */
    private static void keep(String page) throws IOException {
        Path target = Path.of("target", "sample-report.html");
        if (Files.isDirectory(target.getParent())) {
            Files.writeString(target, page);
        }
    }

    @Test
    void theReportSaysWhyAndWhatWouldHaveChangedIt() throws IOException {
        RunRecords.write(folder, SampleRun.in(folder, 2.61));
        Decision decision = Reports.refresh(folder, RULES, LIMITS);
        String page = page();
        int why = page.indexOf("<section id=\"why\">");
        String section = page.substring(why, page.indexOf("</section>", why));
        assertTrue(section.contains("matrix.csv row "), section);
        decision.reasons()
                .forEach(reason -> assertTrue(section.contains("<code>" + reason.rule() + "</code>"), reason.rule()));
        assertTrue(section.contains("Mel CE 2.61 is not below 2.5: 0.11 too high."), section);
        assertTrue(
                section.contains("With Mel CE below 2.5 instead of 2.61: phase 2 (excellent), tier target."), section);
        assertTrue(
                section.contains("With a listener&#39;s score 9 or more: phase 2 (excellent), tier minimum."), section);
    }

    @Test
    void nothingIsFetchedFromElsewhere() throws IOException {
        RunRecords.write(folder, SampleRun.in(folder, 2.41));
        Reports.refresh(folder, RULES, LIMITS);
        Matcher links = Pattern.compile("(?:src|href)=\"(?!data:)|url\\(|@import|<script|https?://")
                .matcher(page());
        assertFalse(links.find(), "the page must not need a network");
    }

    @Test
    void textsCannotBecomeMarkup() throws IOException {
        RunRecords.write(folder, SampleRun.in(folder, 2.41));
        Reports.refresh(folder, RULES, LIMITS);
        assertTrue(page().contains("&lt;egymilliót&gt; ér &amp; &quot;több&quot;"));
        assertFalse(page().contains("<egymilliót>"));
    }

    @Test
    void scoresChangeTheDecision() throws IOException {
        RunRecords.write(folder, SampleRun.in(folder, 2.41));
        Decision estimated = Reports.refresh(folder, RULES, LIMITS);
        assertEquals("estimated", estimated.qualitySource().word());
        ScoreFile.write(folder, ListenerScores.of(6, 6, 5, 6));
        Decision heard = Reports.refresh(folder, RULES, LIMITS);
        assertEquals("listener", heard.qualitySource().word());
        assertEquals(OptionalDouble.of(6), heard.quality());
        assertFalse(
                heard.label().word().equals(estimated.label().word()),
                "6/10 cannot be " + estimated.label().word());
        assertTrue(page().contains("given by a listener"));
        String sheet = Files.readString(folder.resolve(Reports.SHEET));
        assertTrue(sheet.contains("| Emotion | 5 / 10 |"), sheet);
    }

    @Test
    void theSheetHoldsTheRunsFigures() throws IOException {
        RunRecords.write(folder, SampleRun.in(folder, 2.41));
        Reports.refresh(folder, RULES, LIMITS);
        String sheet = Files.readString(folder.resolve(Reports.SHEET));
        assertTrue(sheet.contains("| Initial Mel CE / Text CE | 3.511 / 0.0281 (step 1500) |"), sheet);
        assertTrue(sheet.contains("| Best Mel CE / Text CE | 2.410 / 0.0270 (step 4200) |"), sheet);
        assertTrue(sheet.contains("| Improvement of Mel CE | −31.4 % |"), sheet);
        assertTrue(sheet.contains("| Duration | 10 h 25 min |"), sheet);
        assertTrue(sheet.contains("| Overall | not scored |"), sheet);
    }

    @Test
    void aPoorRunKeepsPhase1() throws IOException {
        RunRecords.write(folder, SampleRun.in(folder, 3.505));
        assertEquals(
                "phase1",
                Reports.refresh(folder, RULES, LIMITS).recommendation().word());
        assertTrue(page().contains("Keep phase 1"));
    }

    @Test
    void theRecordSurvivesItsFile() throws IOException {
        RunRecord run = SampleRun.in(folder, 2.41);
        RunRecords.write(folder, run);
        assertEquals(run, RunRecords.read(folder));
    }

    @Test
    void aFolderThatIsNoRunSaysSo() throws IOException {
        String missing = assertThrows(RecordException.class, () -> Reports.refresh(folder, RULES, LIMITS))
                .getMessage();
        assertTrue(missing.contains("no run.json"), missing);
        Files.writeString(folder.resolve("run.json"), "{\n\"version\": ");
        String broken = assertThrows(RecordException.class, () -> Reports.refresh(folder, RULES, LIMITS))
                .getMessage();
        assertTrue(broken.contains("line 2"), broken);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
