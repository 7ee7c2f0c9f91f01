package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.judge.Action;
import hangolo.rules.judge.Decision;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules from a folder: edits count, mistakes are told with file and row. */
class RuleBaseTest {
    @TempDir
    Path folder;

    @BeforeEach
    void exportTheShippedRules() throws IOException {
        for (RuleFile file : Shipped.RULES.files()) {
            Files.writeString(folder.resolve(file.name()), file.text());
        }
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(from), "the test looks for '" + from + "' in " + file);
        Files.writeString(path, text.replace(from, to));
    }

    @Test
    void theShippedRulesAreCompiledOnceAndMayBeCompiledAhead() {
        RuleBase rules = RuleBase.shipped();
        assertSame(Shipped.RULES, rules);
        rules.compileAhead();
        assertEquals(
                RuleBase.from(folder).decide(FinalFacts.of(2.55, 0.028)), rules.decide(FinalFacts.of(2.55, 0.028)));
    }

    @Test
    void anUneditedFolderIsTheShippedRuleBase() {
        RuleBase rules = RuleBase.from(folder);
        assertEquals(Shipped.RULES.hash(), rules.hash());
        FinalFacts facts = FinalFacts.of(2.55, 0.028);
        assertEquals(Shipped.RULES.decide(facts), rules.decide(facts));
    }

    @Test
    void anEditedThresholdChangesTheDecision() throws IOException {
        edit("matrix.csv", "matrix excellent,estimated,,2.5,", "matrix excellent,estimated,,2.6,");
        edit("matrix.csv", "matrix improved,estimated,2.5,", "matrix improved,estimated,2.6,");
        RuleBase rules = RuleBase.from(folder);
        assertNotEquals(Shipped.RULES.hash(), rules.hash());
        Decision decision = rules.decide(FinalFacts.of(2.55, 0.028));
        assertEquals("excellent", decision.label().word());
        assertEquals(
                "Mel CE 2.55 is below 2.6: use phase 2.",
                decision.reasons().get(0).text());
        assertEquals(
                "improved",
                Shipped.RULES.decide(FinalFacts.of(2.55, 0.028)).label().word());
    }

    @Test
    void readsWhatAHungarianSpreadsheetSaves() throws IOException {
        Path path = folder.resolve("tiers.csv");
        String text = Files.readString(path);
        String[] parts = text.split("\nName,", 2);
        String rows = parts[1].replaceAll("(?<=,)(\\d+)\\.(\\d+)(?=,)", "$1#$2");
        String semicolons =
                ("\uFEFF" + parts[0] + "\nName," + rows).replace(',', ';').replace('#', ',');
        semicolons = semicolons
                .replace(";false;", ";FALSE;")
                .replace("\n", "\r\n")
                .replace("tier none: audio;", "\r\ntier none: audio;");
        Files.write(path, semicolons.getBytes(StandardCharsets.UTF_8));
        RuleBase rules = RuleBase.from(folder);
        for (double melCe : new double[] {1.9, 2.4, 2.9, 3.0}) {
            FinalFacts facts = FinalFacts.of(melCe, 0.0249);
            assertEquals(Shipped.RULES.decide(facts).tier(), rules.decide(facts).tier());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tiers.csv  | tier minimum,3.0     | tier minimum,three        | tiers.csv row 18: column 'Mel CE below': 'three' is not a number",
                "tiers.csv  | melCe <              | melC <                    | tiers.csv row 10: column 'Mel CE below' asks for 'melC'",
                "tiers.csv  | tier target: heard   | tier minimum              | the name 'tier minimum' is already used in tiers.csv row 18",
                "tiers.csv  | ,exceptional,        | ,outstanding,             | 'outstanding' is not one of none, minimum, target, exceptional",
                "tiers.csv  | {melCe} is below     | {mel} is below            | {mel} in the text is no fact",
                "tiers.csv  | $f : Candidate...    | $f : Kandidat...          | looks at '$f : Kandidat...'; known are",
                "tiers.csv  | RuleTable tiers      | Table tiers               | tiers.csv: has no 'RuleTable' row",
                "limits.csv | limit patience,1     | ,1                        | limits.csv row 13: has no name",
                "limits.csv | limit patience,1     | limit patience,           | limits.csv row 13: has no condition",
                "limits.csv | ,patience steps,     | ,patience,                | stop.drl row 74: asks for the limit 'patience steps'",
                "limits.csv | trend smoothing      | trend smothing            | limits.csv: lacks the limit 'trend smoothing'",
                "training.csv| ,warn,,No new      | ,cut-learning-rate,1,No new | cutting the learning rate needs a factor above 0 and below 1",
                "matrix.csv | out.rank             | out.rang                  | which is not known",
                "stop.drl   | bestTierRank == 2    | bestTierRang == 2         | stop.drl row 86: the rule cannot be compiled",
                "stop.drl   | out.action(          | out.akcion(               | stop.drl row 1",
                "stop.drl   | finite == false)     | finite == false           | stop.drl row 1"
            })
    void saysFileAndRowOfAMistake(String file, String from, String to, String message) throws IOException {
        edit(file, from, to);
        RuleBaseException error = assertThrows(RuleBaseException.class, () -> RuleBase.from(folder));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        error.problems().forEach(problem -> assertTrue(problem.matches("(?s)\\w+\\.(csv|drl).*"), problem));
    }

    @Test
    void anEditedRowCanCutTheLearningRate() throws IOException {
        edit("training.csv", ",warn,,No new", ",cut-learning-rate,0.5,No new");
        PhaseTracker tracker = PhaseTracker.start(RuleBase.from(folder), 2);
        tracker.observe(EvaluationPoint.of(2, 100, 0, 3.5, 0.028));
        Action action =
                tracker.observe(EvaluationPoint.of(2, 400, 0, 3.51, 0.028)).action();
        assertEquals(0.5, action.factor().orElseThrow());
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        Files.delete(folder.resolve("quality.csv"));
        RuleBaseException error = assertThrows(RuleBaseException.class, () -> RuleBase.from(folder));
        assertTrue(error.getMessage().startsWith("quality.csv"), error.getMessage());
        assertThrows(RuleBaseException.class, () -> RuleBase.from(folder.resolve("nowhere")));
    }

    @Test
    void refusesTextThatIsNoUtf8() throws IOException {
        Files.write(folder.resolve("notes.csv"), new byte[] {'R', (byte) 0xE9, '\n'});
        RuleBaseException error = assertThrows(RuleBaseException.class, () -> RuleBase.from(folder));
        assertTrue(error.getMessage().startsWith("notes.csv: is not UTF-8"), error.getMessage());
    }

    @Test
    void rulesThatSetEachOtherOffForEverAreEnded() throws IOException {
        edit("stop.drl", "// A loss came out", """
                rule "endless" when $p : Limit(value >= 0) then insert(new Limit("x", $p.value() + 1)); end
                // A loss came out""");
        RuleBase rules = RuleBase.from(folder);
        RuleBaseException error = assertThrows(RuleBaseException.class, () -> rules.decide(FinalFacts.of(2.4, 0.02)));
        assertTrue(error.getMessage().contains("without an end"), error.getMessage());
    }

    @Test
    void onlyOnePackageImportsTheRuleEngine() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> importing = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.getParent().endsWith("drools"))
                    .filter(RuleBaseTest::importsDrools)
                    .toList();
            assertEquals(List.of(), importing);
        }
    }

    private static boolean importsDrools(Path path) {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.anyMatch(line -> line.startsWith("import org.drools") || line.startsWith("import org.kie"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
