package hangolo.rules.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Conclusion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row's conditions as data say the same as the rule engine. */
class ConditionTest {
    private static final Condition BELOW = number("<", 2.5);

    private static Condition number(String operator, double limit) {
        return new Condition(
                "PhaseEndFacts", "melCe", Operator.of(operator).orElseThrow(), new Condition.Amount(limit), "Mel CE");
    }

    private static Condition word(String operator, String word) {
        return new Condition(
                "PhaseEndFacts",
                "judgedBy",
                Operator.of(operator).orElseThrow(),
                new Condition.Word(word),
                "Judged by");
    }

    @ParameterizedTest
    @CsvSource({
        "==, false, true,  false", "!=, true,  false, true",
        "<,  true,  false, false", "<=, true,  true,  false",
        ">,  false, false, true", ">=, false, true,  true"
    })
    void comparesNumbers(String operator, boolean below, boolean equal, boolean above) {
        Condition condition = number(operator, 2.5);
        assertEquals(below, condition.holds(2.49));
        assertEquals(equal, condition.holds(2.5));
        assertEquals(above, condition.holds(2.51));
        assertEquals(below, condition.holds(2));
        assertEquals(above, condition.holds(3L));
        assertFalse(condition.holds(null));
        assertFalse(condition.holds(Double.NaN));
        assertFalse(condition.holds("NaN"));
    }

    @Test
    void roundsFractionsButCountsStepsExactly() {
        assertFalse(number(">", 0.04).holds(Double.valueOf(0.04000000013)));
        assertTrue(number(">=", 0.04).holds(Double.valueOf(0.0399999991)));
        assertTrue(number(">=", 1_234_567).holds(1_234_567L));
        assertFalse(number(">=", 1_234_567).holds(1_234_566L));
    }

    @Test
    void comparesWordsAndTruths() {
        assertTrue(word("==", "listener").holds("listener"));
        assertFalse(word("==", "listener").holds("nothing"));
        assertTrue(word("!=", "listener").holds("nothing"));
        assertFalse(word("!=", "listener").holds("listener"));
        assertFalse(word("!=", "listener").holds(null));
        Condition known = new Condition(
                "PhaseEndFacts", "textCeKnown", Operator.EQUAL, new Condition.Truth(false), "Text CE known");
        assertTrue(known.holds(false));
        assertFalse(known.holds(true));
        assertFalse(known.holds(null));
    }

    @Test
    void saysByHowMuchItFailed() {
        assertEquals(OptionalDouble.of(0.05), BELOW.missedBy(2.55));
        assertEquals(OptionalDouble.of(0), BELOW.missedBy(2.5));
        assertEquals(OptionalDouble.empty(), BELOW.missedBy(2.4));
        assertEquals(OptionalDouble.empty(), BELOW.missedBy(null));
        assertEquals(OptionalDouble.empty(), BELOW.missedBy(Double.NaN));
        assertEquals(OptionalDouble.of(1), number(">=", 500).missedBy(499L));
        assertEquals(OptionalDouble.empty(), word("==", "listener").missedBy("nothing"));
    }

    @Test
    void theRowsOfATableCarryTheirConditionsAndConclusions() {
        RuleSource row = new RuleBook(RuleFiles.shipped()).sources().get("tier target: heard");
        assertEquals(
                "[melCe < 2.5, textCe < 0.03, evidence == listener, quality >= 9, tracksTraining == true]",
                row.conditions().toString());
        assertEquals("Mel CE below", row.conditions().get(0).column());
        assertEquals("Candidate", row.conditions().get(0).view());
        assertEquals("target", row.conclusions().get("tier"));
        assertEquals(
                List.of("melCe", "textCe", "evidence", "quality", "tracksTraining"),
                row.conditions().stream().map(Condition::fact).toList());
    }

    /** Every row of training.csv, asked about every evaluation of a run, fires exactly when all its conditions hold. */
    @Test
    void saysTheSameAsTheRuleEngine() {
        Map<String, RuleSource> sources = new RuleBook(RuleFiles.shipped()).sources();
        PhaseTracker tracker = PhaseTracker.start(RuleBase.shipped(), 2);
        double[] losses = {3.5, 3.4, 3.4, Double.NaN, 3.9, 3.41, 3.4, 3.39, 3.5};
        int asked = 0;
        for (int i = 0; i < losses.length; i++) {
            EvaluationPoint point = EvaluationPoint.of(2, 100L * i, i, losses[i], 0.029 + 0.002 * i);
            MachineState machine = MachineState.unknown().withGpuUse(86 + i);
            Conclusion conclusion = tracker.observe(point, List.of(), machine);
            for (RuleSource row : sources.values()) {
                if (row.file().equals("training.csv")) {
                    boolean fired = conclusion.fired().stream()
                            .anyMatch(found -> found.rule().equals(row.name()));
                    boolean holds = row.conditions().stream()
                            .allMatch(condition ->
                                    condition.holds(conclusion.facts().get(condition.fact())));
                    assertEquals(Optional.of(fired), Optional.of(holds), row.name() + " at " + conclusion.facts());
                    asked++;
                }
            }
        }
        assertEquals(81, asked);
    }
}
