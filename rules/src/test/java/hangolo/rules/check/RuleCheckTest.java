package hangolo.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.check.Problem.Severity;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the check says about the shipped rules, and about them with one mistake. */
class RuleCheckTest {
    private static CheckReport edited(String file, String from, String to) {
        List<RuleFile> files = RuleFiles.shipped().stream()
                .map(shipped -> shipped.name().equals(file) ? edited(shipped, from, to) : shipped)
                .toList();
        return RuleCheck.of(files);
    }

    private static RuleFile edited(RuleFile file, String from, String to) {
        String marked = from.replace("<row>", "\n");
        assertTrue(file.text().contains(marked), "the test looks for '" + from + "' in " + file.name());
        return new RuleFile(file.name(), file.text().replace(marked, to.replace("<row>", "\n")));
    }

    private static String all(CheckReport report, Severity severity) {
        StringBuilder text = new StringBuilder();
        report.with(severity)
                .forEach(problem -> text.append(problem.kind().word())
                        .append(": ")
                        .append(problem.line())
                        .append(" > ")
                        .append(problem.advice())
                        .append('\n'));
        return text.toString();
    }

    @Test
    void theShippedRulesAreClean() {
        CheckReport report = RuleCheck.shipped();
        assertEquals("", all(report, Severity.ERROR));
        assertEquals("", all(report, Severity.WARNING));
        assertTrue(report.clean());
        assertEquals(12, report.files());
        assertTrue(all(report, Severity.NOTE)
                .contains("matrix.csv row 30: rows 12 and 30 both match Mel CE below 2.5, Text CE above 0.04"
                        + " (Judged by estimated); row 30 wins by its rank"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "matrix.csv | improved,estimated,2.5,3.0 | improved,estimated,2.6,3.0 | gap: matrix.csv: Mel CE from 2.5 to below 2.6 (Judged by estimated) is covered by no row (apart from what row 21, 27, 29, 30 takes out of it) > Change 'Mel CE below' in row 12 to 2.6, or change 'Mel CE from (included)' in row 13 to 2.5, or add a row with 'Judged by' estimated, 'Mel CE from (included)' 2.5, 'Mel CE below' 2.6",
                "matrix.csv | excellent,estimated,,2.5 | excellent,estimated,,2.6 | contradiction: matrix.csv row 13: rows 12 and 13 both match Mel CE from 2.5 to below 2.6 (Judged by estimated), conclude different things and have the same rank",
                "matrix.csv | melCe >= $param | melCe > $param | gap: matrix.csv: Mel CE exactly 3.0 (Judged by estimated) is covered by no row",
                "matrix.csv | improved,listener,,,8.7,9.0 | improved,listener,,,8.8,9.0 | gap: matrix.csv: Quality exactly 8.7 (Judged by listener) is covered by no row",
                "matrix.csv | matrix nothing known,nothing | matrix nothing known,estimated | gap: matrix.csv: Judged by nothing is covered by no row > Add a row with 'Judged by' nothing",
                "matrix.csv | improved,estimated,2.5,3.0 | improved,estimated,3.0,2.5 | unreachable: matrix.csv row 13: can never fire: 'Mel CE from (included) 3.0 and Mel CE below 2.5' cannot be fulfilled",
                "matrix.csv | ,50,phase1, | ,5,phase1, | unreachable: matrix.csv row 30: never counts: wherever it fires, row 12, 13, 14, 15, 21, 22, 23, 27, 28, 29 wins",
                "matrix.csv | matrix excellent,estimated | matrix excellent,estimate | unusable: matrix.csv row 12: column 'Judged by': 'estimate' is not one of listener, estimated, nothing",
                "matrix.csv | ,10,phase2,excellent,Mel | ,10,phase2,,Mel | incomplete: matrix.csv row 12: lacks 'Label'",
                "quality.csv | 2.0 to 2.5,2.0,2.5 | 2.0 to 2.5,1.9,2.5 | overlap: quality.csv row 13: rows 12 and 13 both match Mel CE from 1.9 to below 2.0",
                "quality.csv | above 5.046,5.046 | above 5.046,5.1 | gap: quality.csv: Mel CE from 5.046 to below 5.1 is covered by no row > Change 'Mel CE below' in row 15 to 5.1, or change 'Mel CE from (included)' in row 16 to 5.046",
                "scenarios.csv | scenario marginal,marginal gain,,, | scenario marginal,marginal gain,,3.3, | gap: scenarios.csv: Mel CE 3.5 or more or unknown (Label marginal gain) is covered by no row",
                "tiers.csv | tier none: Mel CE,,3.0 | tier none: Mel CE,,2.9 | contradiction: tiers.csv row 18: rows 14 and 18 both match Mel CE from 2.9 to below 3.0",
                "tiers.csv | tier target: no samples,2.5 | tier target: no samples,3.2 | order: tiers.csv: Mel CE from 3.0 to below 3.2, Text CE below 0.03 (Evidence no samples, Tracks training true) reaches the tier target but not minimum",
                "tiers.csv | tier exceptional: heard,2.0,,,0.025,,,listener,,9.5 | tier exceptional: heard,2.0,,,0.025,,,listener,,8.5 | order: tiers.csv: Mel CE below 2.0, Text CE below 0.025, Quality from 8.5 to below 9.0",
                "limits.csv | limit patience,1,patience steps | limit patience,3,patience steps | gap: limits.csv: Phase below 3 is covered by no row for 'patience steps'",
                "limits.csv | limit trend window,1,trend window evaluations,4 | limit patience again,1,patience steps,400,x,x<row>limit trend window,1,trend window evaluations,4 | unreachable: limits.csv row 13: never counts: wherever it fires, row 16 wins",
                "nextsteps.csv | next regenerate,phase2,excellent,,,,Regenerate all content with phase 2. | next regenerate,phase2,excellent,,,,Produce the full set of test samples. | duplicate: nextsteps.csv row 14: has the same conditions and conclusions as row 13",
                "training.csv | ,300,500, | ,500,300, | unreachable: training.csv row 13: can never fire",
                "limits.csv | Policy,last | Policy,latest | unusable: limits.csv row 5: the policy 'latest,complete' is not one of all, action, rank, tier, single, last",
                "stop.drl | bestTierRank == 2 | bestTierRang == 2 | unusable: stop.drl row 86: the rule cannot be compiled: 'bestTierRang' is no fact of BestModelFacts, which has step, melCe",
                "stop.drl | bestTierRank == 2 | bestTierRank = = 2 | unusable: stop.drl row 86: the rule cannot be compiled: column 92: mismatched input '='.",
                "stop.drl | EvaluationFacts(finite | Progres(finite | unusable: stop.drl row 13: the rule cannot be compiled: there are no facts called 'Progres'; known are PhaseFacts",
                "stop.drl | out.signal | out.signall | unusable: stop.drl row 51: out.signall is not known",
                "stop.drl | \"stop-success\" | \"stop-succes\" | unusable: stop.drl row 67: 'stop-succes' is not one of continue, warn",
                "limits.csv | trend window evaluations,4 | trend window evaluations,1 | unusable: limits.csv row 16: column 'Value': '1' for 'trend window evaluations' must be 2 or more",
                "limits.csv | trend smoothing,0.5 | trend smoothing,0 | must be above 0 and at most 1",
                "tiers.csv | minimum,3.0 | minimum,three | unusable: tiers.csv row 18: column 'Mel CE below': 'three' is not a number"
            })
    void findsAMistake(String file, String from, String to, String message) {
        CheckReport report = edited(file, from, to);
        assertTrue(all(report, Severity.ERROR).contains(message), () -> "found:\n" + all(report, Severity.ERROR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notes.csv | nobody has listened.,shipped default | nobody has listened., | source: notes.csv row 16: does not say where it comes from",
                "stop.drl | @source(\"owner of the reference run\") | | source: stop.drl row 20: the rule 'stop text CE above limit' does not say"
            })
    void warnsOfWhatHasNoSource(String file, String from, String to, String message) {
        CheckReport report = edited(file, from, to == null ? "" : to);
        assertTrue(report.clean());
        assertTrue(all(report, Severity.WARNING).contains(message), () -> all(report, Severity.WARNING));
    }

    @Test
    void anEmptyFolderLacksEveryFile(@TempDir Path folder) throws Exception {
        CheckReport report = RuleCheck.in(folder);
        assertEquals(RuleFiles.NAMES.size(), report.with(Severity.ERROR).size());
        assertEquals("limits.csv", report.problems().get(0).file());
        Files.writeString(folder.resolve("limits.csv"), "");
        assertEquals("audio.csv", RuleCheck.in(folder).problems().get(0).file());
        assertEquals(1, RuleCheck.in(folder.resolve("nowhere")).problems().size());
    }
}
