package hangolo.rules.replay;

import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.PlainValues;
import hangolo.rules.facts.Trend;
import hangolo.rules.judge.Action;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.judge.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A recorded phase, judged by a rule base evaluation by evaluation, as if it were running now.
 *
 * <p>The first evaluation at which the rules stop ends the phase: best model, tier and decision are those of that moment, as if
 * nothing had come after it. What the record holds beyond is judged too ({@link #judged}), but decides nothing.
 *
 * @param judged every evaluation of the record with what the rules say
 * @param counted how many of them count: all up to the stop, or all
 * @param stop where the rules stopped, empty if nowhere
 * @param best the best evaluation that counts, empty if no Mel CE is known
 * @param decision what the rules decide then
 */
public record Replay(
        List<Judged> judged, int counted, Optional<Judged> stop, Optional<EvaluationPoint> best, Decision decision) {

    /** An evaluation and what the rules say about it, without its basis. */
    public record Judged(EvaluationPoint point, Conclusion conclusion) {
        /** The actions that end the phase here. */
        public List<Action> stops() {
            return conclusion.actions().stream().filter(Action::stops).toList();
        }
    }

    /** Copies the list. */
    public Replay {
        judged = List.copyOf(judged);
    }

    /** Judges a recording. */
    public static Replay of(RuleBase rules, Recording recording) {
        PhaseTracker tracker = PhaseTracker.start(rules, recording.phase());
        List<Judged> judged = new ArrayList<>();
        Optional<End> end = Optional.empty();
        for (Recording.Evaluation evaluation : recording.evaluations()) {
            Conclusion conclusion = tracker.observe(evaluation.point(), evaluation.audio(), evaluation.machine());
            judged.add(new Judged(evaluation.point(), conclusion.withoutBasis()));
            if (end.isEmpty() && conclusion.actions().stream().anyMatch(Action::stops)) {
                end = Optional.of(End.of(tracker, judged.size()));
            }
        }
        End at = end.orElseGet(() -> End.of(tracker, judged.size()));
        List<Judged> counted = judged.subList(0, at.counted());
        return new Replay(
                judged,
                at.counted(),
                end.map(stopped -> judged.get(stopped.counted() - 1)),
                best(counted, at.trend()).map(Judged::point),
                rules.decide(facts(recording, counted, at)));
    }

    /** Where the phase stands when it ends. */
    private record End(int counted, Trend trend, List<AudioFacts> startAudio) {
        static End of(PhaseTracker tracker, int counted) {
            return new End(counted, tracker.trend(), tracker.startAudio());
        }
    }

    private static Optional<Judged> best(List<Judged> counted, Trend trend) {
        return counted.stream()
                .filter(at -> at.point().step() == trend.bestStep())
                .findFirst();
    }

    private static FinalFacts facts(Recording recording, List<Judged> counted, End end) {
        Optional<Judged> best = best(counted, end.trend());
        List<AudioFacts> audio = recording.evaluations().stream()
                .filter(evaluation -> evaluation.point().step() == end.trend().bestStep())
                .findFirst()
                .map(Recording.Evaluation::audio)
                .orElse(List.of());
        Optional<ListenerScores> scores = recording
                .heard()
                .filter(heard -> heard.step() == end.trend().bestStep())
                .map(Recording.Heard::scores);
        return new FinalFacts(
                recording.phase(),
                best.map(at -> at.point().melCe()).orElse(OptionalDouble.empty()),
                best.map(at -> at.point().textCeWeighted()).orElse(OptionalDouble.empty()),
                scores,
                scores.isPresent() || !audio.isEmpty(),
                audio,
                end.startAudio(),
                Optional.of(end.trend()),
                best.map(at -> tracked(counted, at.point().step())),
                recording.history());
    }

    /** Whether no evaluation up to a step was diverging. */
    private static boolean tracked(List<Judged> counted, long step) {
        return counted.stream()
                .filter(at -> at.point().step() <= step)
                .noneMatch(at -> at.conclusion().diverging());
    }

    /** The lowest Mel CE that the record holds after the stop. */
    public Optional<EvaluationPoint> bestAfterStop() {
        return judged.subList(counted, judged.size()).stream()
                .map(Judged::point)
                .filter(point -> Double.isFinite(point.melCe().orElse(Double.NaN)))
                .min(Comparator.comparingDouble(point -> point.melCe().orElseThrow()));
    }

    /** The outcome as plain values with the names of {@code rules replay --json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("stop", stop.map(Replay::describe).orElse(null));
        map.put("best", best.map(Replay::describe).orElse(null));
        map.put("tier", decision.tier().word());
        map.put("recommendation", decision.recommendation().word());
        map.put("label", decision.label().word());
        map.put("scenario", decision.scenario().word());
        map.put("evaluations", judged.size());
        map.put("counted", counted);
        map.put("decision", decision.toMap());
        return map;
    }

    private static Map<String, Object> describe(Judged at) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("step", at.point().step());
        map.put("action", at.conclusion().action().word());
        map.put(
                "reasons",
                PlainValues.of(at.stops().stream()
                        .map(action -> new Decision.Reason(action.rule(), action.text()))
                        .toList()));
        return map;
    }

    private static Map<String, Object> describe(EvaluationPoint point) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("step", point.step());
        map.put("melCe", known(point.melCe()));
        map.put("textCe", known(point.textCeWeighted()));
        return map;
    }

    private static Double known(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? Double.valueOf(value.getAsDouble()) : null;
    }
}
