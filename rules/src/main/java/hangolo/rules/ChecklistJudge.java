package hangolo.rules;

import hangolo.rules.drools.Finding;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.view.ChecklistFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills in a checklist: one reading a figure, one row of checklist.csv an item. */
final class ChecklistJudge {
    private record Found(Finding finding, Checklist.Item item) {}

    private final RuleSession session;
    private final String stage;

    ChecklistJudge(RuleSession session, String stage) {
        this.session = session;
        this.stage = stage;
    }

    Checklist judge(MachineState machine, RunProgress run) {
        session.limitsFor(1);
        Map<String, Double> readings = new LinkedHashMap<>();
        readings.put("phase 1 complete", flag(machine.phase1Complete()));
        readings.put("checkpoint exists", flag(machine.checkpointExists()));
        readings.put("configuration exists", flag(machine.configExists()));
        readings.put("GPU available", flag(machine.gpuAvailable()));
        readings.put("disk spare GB", Verdicts.diskSpare(session, machine));
        readings.put("GPU use %", SignificantDigits.comparable(machine.gpuUsePercent()));
        readings.put("steps between evaluations", SignificantDigits.comparable(run.stepsBetweenEvaluations()));
        readings.put("text CE", SignificantDigits.comparable(run.textCeWeighted()));
        readings.put("Mel CE", SignificantDigits.comparable(run.melCe()));
        readings.put("samples exist", flag(run.samplesExist()));
        readings.put("samples heard", flag(run.samplesHeard()));
        readings.put("compared with phase 1", flag(run.comparedWithPhase1()));
        readings.put("decided", flag(run.decided()));
        List<Found> items = new ArrayList<>();
        readings.forEach((name, value) -> {
            for (Finding finding : session.fire(List.of(new ChecklistFacts(stage, name, value)))) {
                finding.text("item").ifPresent(item -> items.add(new Found(finding, item(item, finding, value))));
            }
        });
        items.sort(Comparator.comparingInt(found -> found.finding().order()));
        return new Checklist(stage, items.stream().map(Found::item).toList(), session.firings());
    }

    private static Double flag(Optional<Boolean> known) {
        return known.map(yes -> yes ? 1.0 : 0.0).orElse(null);
    }

    private static Checklist.Item item(String name, Finding row, Double value) {
        boolean fine = value != null
                && value >= row.number("atLeast").orElse(Double.NEGATIVE_INFINITY)
                && value < row.number("below").orElse(Double.POSITIVE_INFINITY);
        Checklist.State state = fine ? Checklist.State.OK : Checklist.State.FAILED;
        state = value == null ? Checklist.State.UNKNOWN : state;
        boolean blocking = Boolean.TRUE.equals(row.values().get("blocking"));
        return new Checklist.Item(
                row.firing().rule(),
                name,
                state,
                blocking,
                row.text(state.word()).orElse(""));
    }
}
