package hangolo.rules.replay;

import hangolo.rules.audit.Firing;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.PlainValues;
import hangolo.rules.judge.Action;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.judge.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What changes if a recorded phase is judged by other rules.
 *
 * @param outcome what comes out differently at the end, before and after
 * @param evaluations the evaluations that are judged differently, up to the later of the two stops
 */
public record ReplayDifference(List<Changed> outcome, List<At> evaluations) {

    /** Something that differs: its name, and what it was and is. */
    public record Changed(String what, String before, String after) {}

    /**
     * An evaluation that is judged differently.
     *
     * @param step its step
     * @param before the action by the first rules
     * @param after the action by the second
     * @param lost rules that fired only by the first
     * @param gained rules that fire only by the second, with their texts
     */
    public record At(long step, String before, String after, List<String> lost, List<Decision.Reason> gained) {}

    /** Compares two replays of the same recording. */
    public static ReplayDifference between(Replay before, Replay after) {
        List<Changed> outcome = new ArrayList<>();
        changed(outcome, "stop", before, after, ReplayDifference::stop);
        changed(
                outcome,
                "best",
                before,
                after,
                replay -> replay.best()
                        .map(EvaluationPoint::step)
                        .map(step -> "step " + step)
                        .orElse("none"));
        changed(
                outcome,
                "tier",
                before,
                after,
                replay -> replay.decision().tier().word());
        changed(
                outcome,
                "recommendation",
                before,
                after,
                replay -> replay.decision().recommendation().word());
        changed(
                outcome,
                "label",
                before,
                after,
                replay -> replay.decision().label().word());
        changed(
                outcome,
                "scenario",
                before,
                after,
                replay -> replay.decision().scenario().word());
        List<At> evaluations = new ArrayList<>();
        for (int i = 0; i < Math.max(before.counted(), after.counted()); i++) {
            compare(before.judged().get(i), after.judged().get(i), evaluations);
        }
        return new ReplayDifference(List.copyOf(outcome), List.copyOf(evaluations));
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return outcome.isEmpty() && evaluations.isEmpty();
    }

    /** The difference as plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        Map<String, Object> ends = new LinkedHashMap<>();
        outcome.forEach(change -> ends.put(change.what(), Map.of("before", change.before(), "after", change.after())));
        map.put("outcome", ends);
        map.put("evaluations", PlainValues.of(evaluations));
        return map;
    }

    private static String stop(Replay replay) {
        return replay.stop()
                .map(at -> "step " + at.point().step() + ", "
                        + String.join(
                                ", ", at.stops().stream().map(Action::rule).toList()))
                .orElse("none");
    }

    private static void changed(
            List<Changed> changes, String what, Replay before, Replay after, Function<Replay, String> value) {
        String from = value.apply(before);
        String to = value.apply(after);
        if (!from.equals(to)) {
            changes.add(new Changed(what, from, to));
        }
    }

    private static void compare(Replay.Judged before, Replay.Judged after, List<At> differences) {
        Set<String> lost = rules(before.conclusion());
        Set<String> gained = rules(after.conclusion());
        lost.removeAll(rules(after.conclusion()));
        gained.removeAll(rules(before.conclusion()));
        String from = before.conclusion().action().word();
        String to = after.conclusion().action().word();
        if (from.equals(to) && lost.isEmpty() && gained.isEmpty()) {
            return;
        }
        List<Decision.Reason> reasons = after.conclusion().fired().stream()
                .filter(firing -> gained.remove(firing.rule()))
                .map(firing -> new Decision.Reason(firing.rule(), firing.text()))
                .toList();
        differences.add(new At(before.point().step(), from, to, List.copyOf(lost), reasons));
    }

    private static Set<String> rules(Conclusion conclusion) {
        Set<String> rules = new LinkedHashSet<>();
        conclusion.fired().stream()
                .filter(firing -> !firing.text().isEmpty())
                .map(Firing::rule)
                .forEach(rules::add);
        return rules;
    }
}
