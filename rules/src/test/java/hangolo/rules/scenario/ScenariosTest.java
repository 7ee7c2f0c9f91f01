package hangolo.rules.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.RuleBase;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped scenarios hold, and a scenario that does not hold says why. */
class ScenariosTest {
    private static final RuleBase RULES = RuleBase.shipped();

    @TempDir
    Path folder;

    private Scenarios scenarios(String yaml) throws Exception {
        Files.createDirectories(folder.resolve(RuleFiles.SCENARIO_FOLDER));
        Files.writeString(folder.resolve(RuleFiles.SCENARIO_FOLDER).resolve("own.yaml"), yaml);
        return Scenarios.in(folder);
    }

    @Test
    void theShippedRulesDecideAsTheShippedScenariosSay() {
        Scenarios all = Scenarios.shipped();
        assertTrue(all.size() > 300, all.size() + " scenarios");
        assertEquals(List.of(), all.run(RULES));
    }

    @Test
    void aFailureSaysWhatWasExpectedAndFoundAndWhichRulesFired() throws Exception {
        Scenarios own = scenarios("""
                decisions:
                  - name: mine
                    given: {melCe: 2.55, textCe: 0.028}
                    expect: {label: excellent, quality: 9.1, notes: [note plateau]}
                """);
        List<ScenarioFailure> failures = own.run(RULES);
        assertEquals(1, failures.size());
        assertEquals("own.yaml", failures.get(0).file());
        assertEquals("mine", failures.get(0).scenario());
        assertEquals(
                List.of(
                        "expected label excellent, found improved",
                        "expected quality 9.1, found 9",
                        "expected of notes the rules [note plateau], found [note only estimated]"),
                failures.get(0).differences());
        assertTrue(failures.get(0).fired().contains("matrix improved"));
        assertTrue(own.anyFails(RULES));
    }

    @Test
    void aTrainingNamesTheStep() throws Exception {
        Scenarios own = scenarios("""
                trainings:
                  - name: mine
                    given: {textCe: 0.028, melCe: 3.4}
                    points:
                      - {step: 100, expect: {action: save}}
                      - resume
                      - {step: 700, expect: {action: stop-failure, facts: {stepsSinceBest: 500}, asks: {}}}
                """);
        assertEquals(
                List.of(
                        "step 700: expected action stop-failure, found continue",
                        "step 700: expected fact stepsSinceBest 500, found 600"),
                own.run(RULES).get(0).differences());
    }

    @Test
    void aFolderWithoutScenariosUsesTheShippedOnes() {
        assertEquals(Scenarios.shipped().size(), Scenarios.in(folder).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "decisions: [{name: a, given: {melCe: x}, expect: {label: b}}] | own.yaml: a: 'melCe' should be a number, NaN or Infinity",
                "decisions: [{name: a, given: {mel: 2}, expect: {label: b}}] | own.yaml: a: 'mel' is not known here.",
                "trainings: [{name: a, points: [{step: 1.5, expect: {action: save}}]}] | own.yaml: a: 'step' should be a whole number",
                "decisions: [{name: a, given: {melCe: 2}, expect: {lable: x}}] | 'lable' cannot be expected here",
                "decisions: [{name: a, given: {melCe: 2}, expect: {matrixx: []}}] | 'matrixx' cannot be expected here",
                "trainings: [{name: a, points: [{step: 1, expect: {labels: 3}}]}] | 'labels' cannot be expected here",
                "checklists: [{name: a, given: {gpuAvailable: 3}, expect: {x: ok}}] | own.yaml: a: 'gpuAvailable' should be true or false"
            })
    void aWrongFactIsAFailure(String yaml, String message) throws Exception {
        String text = scenarios(yaml).run(RULES).get(0).differences().toString();
        assertTrue(text.contains(message), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "decisions: [ | own.yaml line 1: is no YAML that can be read",
                "decision: [{name: a, expect: {label: b}}] | own.yaml: 'decision' is not one of decisions, trainings, checklists, limits.",
                "decisions: [{expect: {label: b}}] | own.yaml: a scenario below 'decisions' has no name.",
                "decisions: [{name: a}] | own.yaml: a: says nothing below 'expect'.",
                "decisions: [{name: a, expected: {label: b}}] | own.yaml: a: 'expected' is not one of name, phase, before, given, cases",
                "decisions: 3 | own.yaml: 'decisions' should be a list of scenarios",
                "just text | own.yaml: should begin with decisions:, trainings:, checklists: or limits:",
                "trainings: [{name: a, points: [{step: 1}]}] | own.yaml: a: none of its points says anything below 'expect'.",
                "decisions: [3] | own.yaml: a scenario below 'decisions' has no name.",
                "decisions: [{name: a, given: 3, expect: {label: b}}] | own.yaml: a: 'given' should be facts such as {melCe: 2.5}.",
                "decisions: [{name: a, cases: [3], expect: {label: b}}] | own.yaml: a: 'cases' should hold facts such as {melCe: 2.5}."
            })
    void aFileThatIsNoScenarioFileIsRefused(String yaml, String message) {
        RuleBaseException error = assertThrows(RuleBaseException.class, () -> scenarios(yaml));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
