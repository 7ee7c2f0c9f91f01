package hangolo.rules.judge;

import hangolo.rules.drools.Finding;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.view.ChecklistFacts;
import hangolo.rules.word.ChecklistMeasure;
import hangolo.rules.word.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills in a checklist: one question a measure, one row of checklist.csv an item. */
public final class ChecklistJudge {
    private record Found(Finding finding, Checklist.Item item) {}

    private final RuleSession session;
    private final Stage stage;

    /** Fills in the checklist of a stage. */
    public ChecklistJudge(RuleSession session, Stage stage) {
        this.session = session;
        this.stage = stage;
    }

    /** Fills it in from the machine and the run. */
    public Checklist judge(MachineState machine, RunProgress run) {
        session.limitsFor(1);
        List<Found> items = new ArrayList<>();
        values(machine, run).forEach((measure, value) -> {
            for (Finding finding : session.fire(List.of(new ChecklistFacts(stage.word(), measure.word(), value)))) {
                finding.text("item").ifPresent(item -> items.add(new Found(finding, item(item, finding, value))));
            }
        });
        items.sort(Comparator.comparingInt(found -> found.finding().order()));
        return new Checklist(stage, items.stream().map(Found::item).toList(), session.firings());
    }

    private Map<ChecklistMeasure, Double> values(MachineState machine, RunProgress run) {
        Map<ChecklistMeasure, Double> values = new EnumMap<>(ChecklistMeasure.class);
        values.put(ChecklistMeasure.PHASE1_COMPLETE, flag(machine.phase1Complete()));
        values.put(ChecklistMeasure.CHECKPOINT_EXISTS, flag(machine.checkpointExists()));
        values.put(ChecklistMeasure.CONFIGURATION_EXISTS, flag(machine.configExists()));
        values.put(ChecklistMeasure.GPU_AVAILABLE, flag(machine.gpuAvailable()));
        values.put(ChecklistMeasure.DISK_SPARE, Verdicts.diskSpare(session, machine));
        values.put(ChecklistMeasure.GPU_UTILIZATION, SignificantDigits.comparable(machine.gpuUsePercent()));
        values.put(ChecklistMeasure.EVALUATION_INTERVAL, SignificantDigits.comparable(run.stepsBetweenEvaluations()));
        values.put(ChecklistMeasure.TEXT_CE, SignificantDigits.comparable(run.textCeWeighted()));
        values.put(ChecklistMeasure.MEL_CE, SignificantDigits.comparable(run.melCe()));
        values.put(ChecklistMeasure.SAMPLES_EXIST, flag(run.samplesExist()));
        values.put(ChecklistMeasure.SAMPLES_HEARD, flag(run.samplesHeard()));
        values.put(ChecklistMeasure.COMPARED_WITH_PHASE1, flag(run.comparedWithPhase1()));
        values.put(ChecklistMeasure.DECIDED, flag(run.decided()));
        return values;
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
