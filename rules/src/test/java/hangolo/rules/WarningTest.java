package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Action;
import hangolo.rules.judge.Conclusion;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningTest {
    private final PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);

    @BeforeEach
    void startAtStep1000() {
        Conclusion first = tracker.observe(EvaluationPoint.of(2, 1000, 0, 3.0, 0.028));
        assertEquals(List.of("training new best"), rules(first));
        assertEquals("save", first.action().word());
    }

    private static List<String> rules(Conclusion conclusion) {
        return conclusion.actions().stream().map(Action::rule).toList();
    }

    private List<String> at(long step, double melCe, double textCe, MachineState machine) {
        return rules(tracker.observe(EvaluationPoint.of(2, step, 0, melCe, textCe), List.of(), machine));
    }

    @ParameterizedTest
    @CsvSource({
        "1299, 3.01, 0.028, ",
        "1300, 3.01, 0.028, training no new best for a while",
        "1100, 3.01, 0.0299, ",
        "1100, 3.01, 0.03, training text above goal",
        "1100, 3.01, 0.04, training text above goal",
        "1100, 3.149, 0.028, ",
        "1100, 3.15, 0.028, training worse than start"
    })
    void warnsAtTheLimit(long step, double melCe, double textCe, String rule) {
        assertEquals(rule == null ? List.of() : List.of(rule), at(step, melCe, textCe, MachineState.unknown()));
    }

    @Test
    void warnsFarAboveTheBest() {
        assertEquals(
                List.of("training far above best", "training worse than start"),
                at(1100, 3.3, 0.028, MachineState.unknown()));
        assertEquals(List.of("training worse than start"), at(1200, 3.29, 0.028, MachineState.unknown()));
    }

    @Test
    void watchesTheMachine() {
        MachineState unknown = MachineState.unknown();
        assertEquals(List.of(), at(1100, 3.01, 0.028, unknown.withGpuUse(90)));
        assertEquals(List.of("training GPU idle"), at(1110, 3.01, 0.028, unknown.withGpuUse(89.9)));
        OptionalDouble none = OptionalDouble.empty();
        assertEquals(List.of(), at(1120, 3.01, 0.028, unknown.withDisk(OptionalDouble.of(10), none)));
        assertEquals(
                List.of("training disk low"), at(1130, 3.01, 0.028, unknown.withDisk(OptionalDouble.of(9.9), none)));
        assertEquals(
                List.of(), at(1140, 3.01, 0.028, unknown.withDisk(OptionalDouble.of(0.5), OptionalDouble.of(0.1))));
    }

    @Test
    void continuesIfNoRuleAsksForAnything() {
        Conclusion conclusion = tracker.observe(EvaluationPoint.of(2, 1100, 0, 3.01, 0.028));
        assertEquals("continue", conclusion.action().word());
    }
}
