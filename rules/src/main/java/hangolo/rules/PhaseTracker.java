package hangolo.rules;

import hangolo.rules.audit.NearMiss;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationContext;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.facts.PlainState;
import hangolo.rules.facts.Trend;
import hangolo.rules.facts.TrendTracker;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.word.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows one phase: takes every evaluation, asks the rules and keeps what they must remember (best value, waits, averages,
 * the audio at the start).
 *
 * <p>In a training loop: evaluate, {@link #observe}, then write the checkpoint with {@link #state()} in it, then act. A
 * checkpoint written before {@code observe} would forget this evaluation. A resumed run calls {@link #resume} and continues as
 * if nothing had happened; a new phase, or a run that takes over weights only, calls {@link #start}.
 *
 * <p>Stops are not remembered: every evaluation is judged anew. Not thread-safe.
 */
public final class PhaseTracker {
    private static final long VERSION = 1;

    private final int phase;
    private RuleBase rules;
    private TrendTracker trend;
    private final Map<String, AudioFacts> startAudio = new LinkedHashMap<>();
    private int degradedChecks;
    private int degradedChecksBefore;
    private Tier bestTier = Tier.NONE;
    private Tier bestTierBefore = Tier.NONE;

    private PhaseTracker(RuleBase rules, int phase, TrendTracker trend) {
        this.rules = rules;
        this.phase = phase;
        this.trend = trend;
    }

    /** Starts a phase of which nothing is known; its first evaluation is its start. Compiles the rules. */
    public static PhaseTracker start(RuleBase rules, int phase) {
        warmUp(rules, phase);
        return new PhaseTracker(rules, phase, new TrendTracker(window(rules, phase), smoothing(rules, phase)));
    }

    /** Starts a phase from the losses that the phase before ended with. */
    public static PhaseTracker start(RuleBase rules, int phase, PhaseResult before) {
        PhaseTracker tracker = start(rules, phase);
        tracker.trend.startFrom(before);
        return tracker;
    }

    /**
     * Continues from the state in a checkpoint.
     *
     * @throws IllegalArgumentException if it is no such state
     */
    public static PhaseTracker resume(RuleBase rules, Map<String, ?> state) {
        if (PlainState.number(state, "version") != VERSION) {
            throw new IllegalArgumentException("The rule state of this checkpoint has version " + state.get("version")
                    + ", this program reads version " + VERSION + ". Resume with the weights only.");
        }
        int phase = (int) PlainState.number(state, "phase");
        warmUp(rules, phase);
        TrendTracker trend =
                TrendTracker.fromMap(window(rules, phase), smoothing(rules, phase), PlainState.map(state, "trend"));
        PhaseTracker tracker = new PhaseTracker(rules, phase, trend);
        tracker.degradedChecks = (int) PlainState.number(state, "degradedChecks");
        tracker.degradedChecksBefore = (int) PlainState.number(state, "degradedChecksBefore");
        tracker.bestTier = Tier.of(PlainState.text(state, "bestTier"));
        tracker.bestTierBefore = Tier.of(PlainState.text(state, "bestTierBefore"));
        PlainState.map(state, "startAudio").forEach((sentence, facts) -> {
            if (facts instanceof Map<?, ?> map) {
                tracker.startAudio.put(sentence.toString(), AudioFacts.fromMap(sentence.toString(), map));
            }
        });
        return tracker;
    }

    /**
     * Judges by other rules from the next evaluation on. What is remembered stays: best value and its tier, waits, moving
     * average, the audio at the start. Another smoothing counts from the next evaluation on; a longer window of the trend is
     * full only after as many evaluations as it spans.
     *
     * @throws RuleBaseException if the rules cannot be compiled or lack a limit; then the earlier ones stay
     */
    public void use(RuleBase other) {
        trend = TrendTracker.fromMap(window(other, phase), smoothing(other, phase), trend.toMap());
        rules = other;
    }

    /**
     * Judges two made-up evaluations, a good and a bad one. Java loads code when it first runs, so that the first evaluation of a
     * program takes a hundred times as long as any other; it had better not be one that somebody waits for.
     */
    private static void warmUp(RuleBase rules, int phase) {
        PhaseTracker trial =
                new PhaseTracker(rules, phase, new TrendTracker(window(rules, phase), smoothing(rules, phase)));
        List<AudioFacts> audio = List.of(AudioFacts.of("").withStopTokenReached(false));
        try {
            trial.observe(EvaluationPoint.of(phase, 0, 0, 3, 0.03), audio, MachineState.unknown());
            trial.observe(EvaluationPoint.of(phase, 1000, 1, 4, 0.05), audio, MachineState.unknown());
        } catch (RuleBaseException e) {
            // What is wrong with the rules shows again at the first real evaluation, where somebody deals with it.
        }
    }

    /** Gives the audio at the phase's start, if it was synthesized before the first evaluation. */
    public void heardAtStart(List<AudioFacts> audio) {
        audio.forEach(facts -> startAudio.putIfAbsent(facts.sentence(), facts));
    }

    /** Judges an evaluation at which no test sentences were synthesized. */
    public Conclusion observe(EvaluationPoint point) {
        return observe(point, List.of(), MachineState.unknown());
    }

    /**
     * Judges an evaluation. The first audio of a sentence in the phase is what its later audio is compared with. The same step
     * once more gives an answer, but counts nothing twice.
     *
     * @throws IllegalArgumentException if the point is of another phase or before the last one
     */
    public Conclusion observe(EvaluationPoint point, List<AudioFacts> audio, MachineState machine) {
        if (point.phase() != phase) {
            throw new IllegalArgumentException("This tracker follows phase " + phase
                    + ", but the evaluation is of phase " + point.phase() + ". Start a new one for every phase.");
        }
        if (point.step() != trend.lastStep()) {
            degradedChecksBefore = degradedChecks;
            bestTierBefore = bestTier;
        }
        trend.add(point);
        heardAtStart(audio);
        Conclusion conclusion = rules.evaluate(new EvaluationContext(
                point, trend.trend(), audio, startAudio(), degradedChecksBefore, bestTierBefore, machine));
        degradedChecks = conclusion.degradedChecks();
        bestTier = conclusion.bestTier();
        return conclusion;
    }

    /** The rules of which exactly one condition failed at the last evaluation, nearest first. */
    public List<NearMiss> nearest(Conclusion last) {
        return rules.nearest(last.basis());
    }

    /** Where the phase stands after the last evaluation. */
    public Trend trend() {
        return trend.trend();
    }

    /** Tier of the phase's best model so far. */
    public Tier bestTier() {
        return bestTier;
    }

    /** The audio that the phase's samples are compared with. */
    public List<AudioFacts> startAudio() {
        return new ArrayList<>(startAudio.values());
    }

    /** Everything to remember, as numbers, texts, booleans, lists and maps with text keys: for the checkpoint. */
    public Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("version", VERSION);
        state.put("phase", (long) phase);
        state.put("rules", rules.hash());
        state.put("degradedChecks", (long) degradedChecks);
        state.put("degradedChecksBefore", (long) degradedChecksBefore);
        state.put("bestTier", bestTier.word());
        state.put("bestTierBefore", bestTierBefore.word());
        state.put("trend", trend.toMap());
        Map<String, Object> audio = new LinkedHashMap<>();
        startAudio.forEach((sentence, facts) -> audio.put(sentence, facts.toMap()));
        state.put("startAudio", audio);
        return state;
    }

    private static int window(RuleBase rules, int phase) {
        return (int) rules.limit(phase, "trend window evaluations");
    }

    private static double smoothing(RuleBase rules, int phase) {
        return rules.limit(phase, "trend smoothing");
    }
}
