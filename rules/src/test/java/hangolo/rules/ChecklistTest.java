package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.judge.Checklist;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecklistTest {
    private static String state(Checklist list, String rule) {
        return list.items().stream()
                .filter(item -> item.rule().equals(rule))
                .findFirst()
                .orElseThrow()
                .state()
                .word();
    }

    @Test
    void holdsTheOwnersItemsInOrder() {
        assertEquals(
                List.of(
                        "Phase 1 complete",
                        "Checkpoint exists",
                        "Training configuration exists",
                        "GPU available",
                        "Enough disk space"),
                names(Shipped.RULES.preflight(MachineState.unknown())));
        assertEquals(
                List.of("GPU use 90-95 %", "Mel CE every 500 steps", "Text CE below 0.03", "Test sentences heard"),
                names(Shipped.RULES.during(MachineState.unknown(), RunProgress.unknown())));
        assertEquals(
                List.of("Final Mel CE noted", "Samples of phase 2 made", "Compared with phase 1", "Decision made"),
                names(Shipped.RULES.after(RunProgress.unknown())));
    }

    private static List<String> names(Checklist list) {
        return list.items().stream().map(Checklist.Item::item).toList();
    }

    @Test
    void unknownIsNeitherOkNorAFailure() {
        Checklist list = Shipped.RULES.preflight(MachineState.unknown());
        list.items().forEach(item -> assertEquals(Checklist.State.UNKNOWN, item.state(), item.item()));
        assertTrue(list.passed());
    }

    @Test
    void aMissingCheckpointBlocksAMissingGpuDoesNot() {
        MachineState fine = MachineState.unknown().withFiles(true, true, true).withGpu(true);
        assertTrue(Shipped.RULES.preflight(fine).passed());
        Checklist cpu = Shipped.RULES.preflight(fine.withGpu(false));
        assertEquals("failed", state(cpu, "before GPU"));
        assertTrue(cpu.passed());
        assertFalse(Shipped.RULES.preflight(fine.withFiles(true, false, true)).passed());
        assertFalse(Shipped.RULES.preflight(fine.withFiles(true, true, false)).passed());
        assertTrue(Shipped.RULES.preflight(fine.withFiles(false, true, true)).passed());
    }

    @ParameterizedTest
    @CsvSource({"10, , ok", "9.99, , failed", "1.0, 1.0, ok", "0.99, 1.0, failed", ", 5, unknown"})
    void diskSpaceAgainstWhatIsNeeded(Double free, Double needed, String expected) {
        MachineState machine = MachineState.unknown().withDisk(optional(free), optional(needed));
        assertEquals(expected, state(Shipped.RULES.preflight(machine), "before disk"));
    }

    @Test
    void saysHowMuchDiskSpaceIsMissing() {
        MachineState machine = MachineState.unknown().withDisk(OptionalDouble.of(0.7), OptionalDouble.of(17.2));
        String text = Shipped.RULES.preflight(machine).items().stream()
                .filter(item -> item.rule().equals("before disk"))
                .map(Checklist.Item::text)
                .findFirst()
                .orElseThrow();
        assertTrue(text.contains(" 16.5 GB more are needed"), text);
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @ParameterizedTest
    @CsvSource({
        "90, 500, 0.0299, ok, ok, ok",
        "89.9, 501, 0.03, failed, failed, failed",
        "95, 100, 0.028, ok, ok, ok",
        ", , , unknown, unknown, unknown",
        ", , NaN, unknown, unknown, unknown"
    })
    void duringTraining(Double gpu, Double every, Double text, String gpuState, String everyState, String textState) {
        MachineState machine =
                gpu == null ? MachineState.unknown() : MachineState.unknown().withGpuUse(gpu);
        RunProgress run = RunProgress.unknown().withLosses(OptionalDouble.of(2.9), optional(text), optional(every));
        Checklist list = Shipped.RULES.during(machine, run);
        assertEquals(gpuState, state(list, "during GPU use"));
        assertEquals(everyState, state(list, "during Mel CE"));
        assertEquals(textState, state(list, "during text CE"));
    }

    @Test
    void afterTraining() {
        RunProgress run = RunProgress.unknown()
                .withLosses(OptionalDouble.of(2.4), OptionalDouble.empty(), OptionalDouble.empty())
                .withSamples(true, true, false)
                .withDecided(true);
        Checklist list = Shipped.RULES.after(run);
        assertEquals("ok", state(list, "after Mel CE"));
        assertEquals("ok", state(list, "after samples"));
        assertEquals("failed", state(list, "after compare"));
        assertEquals("ok", state(list, "after decide"));
        assertEquals("The final Mel CE is 2.4.", list.items().get(0).text());
        assertEquals("ok", state(Shipped.RULES.during(MachineState.unknown(), run), "during samples"));
    }
}
