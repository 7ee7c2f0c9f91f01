package hangolo.rules.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Follows the losses of one phase. Its state goes into the checkpoint as plain values ({@link #toMap}) and is restored from
 * there ({@link #fromMap}), so that a resumed run waits, compares and smooths on exactly as if it had not been interrupted.
 *
 * <p>Not thread-safe; one per phase.
 */
public final class TrendTracker {
    private record Sample(long step, double melCe, double trainMelCe) {}

    private final int window;
    private final double smoothing;
    private final List<Sample> samples = new ArrayList<>();
    private int evaluations;
    private long lastStep = -1;
    private double startMelCe = Double.NaN;
    private double startTextCe = Double.NaN;
    private double bestMelCe = Double.NaN;
    private long bestStep = -1;
    private int evaluationsSinceBest;
    private double smoothedMelCe = Double.NaN;
    private boolean smoothedRising;

    /**
     * Starts with no history.
     *
     * @param window evaluations that the straight-line fits span, 2 or more
     * @param smoothing share of the newest value in the moving average, above 0 and at most 1 (1 = no smoothing)
     */
    public TrendTracker(int window, double smoothing) {
        if (window < 2 || !(smoothing > 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(
                    "The trend needs a window of at least 2 evaluations and a smoothing above 0 "
                            + "and at most 1, but got " + window + " and " + smoothing + ". Look at limits.csv.");
        }
        this.window = window;
        this.smoothing = smoothing;
    }

    /** Sets the losses at the phase's start from the end of the phase before, instead of from the first evaluation. */
    public void startFrom(PhaseResult before) {
        startMelCe = finiteOrNaN(before.melCe());
        startTextCe = finiteOrNaN(before.textCeWeighted());
    }

    /** The step of the last evaluation, -1 before the first. */
    public long lastStep() {
        return lastStep;
    }

    /**
     * Takes in an evaluation. The same step again changes nothing; a Mel CE that is missing or not finite counts as an
     * evaluation without improvement and is kept out of averages and fits.
     *
     * @throws IllegalArgumentException if the step lies before the last one
     */
    public void add(EvaluationPoint point) {
        if (point.step() < lastStep) {
            throw new IllegalArgumentException(
                    "Evaluation at step " + point.step() + " comes after the one at step " + lastStep
                            + ". Steps must grow; restore the rule state of the checkpoint that the run resumed from.");
        }
        if (point.step() == lastStep) {
            return;
        }
        lastStep = point.step();
        evaluations++;
        evaluationsSinceBest++;
        double text = finiteOrNaN(point.textCeWeighted());
        startTextCe = Double.isNaN(startTextCe) ? text : startTextCe;
        double mel = finiteOrNaN(point.melCe());
        if (Double.isNaN(mel)) {
            smoothedRising = false;
            return;
        }
        addMelCe(point.step(), mel, finiteOrNaN(point.trainMelCe()));
    }

    private void addMelCe(long step, double mel, double train) {
        startMelCe = Double.isNaN(startMelCe) ? mel : startMelCe;
        if (Double.isNaN(bestMelCe) || mel < bestMelCe) {
            bestMelCe = mel;
            bestStep = step;
            evaluationsSinceBest = 0;
        }
        double before = smoothedMelCe;
        smoothedMelCe = Double.isNaN(before) ? mel : before + smoothing * (mel - before);
        smoothedRising = smoothedMelCe > before;
        samples.add(new Sample(step, mel, train));
        if (samples.size() > window) {
            samples.remove(0);
        }
    }

    /** Where the phase stands after the last evaluation. */
    public Trend trend() {
        OptionalDouble evalChange = change(Sample::melCe);
        return new Trend(
                evaluations,
                optional(startMelCe),
                optional(startTextCe),
                optional(bestMelCe),
                bestStep,
                bestStep < 0 ? 0 : lastStep - bestStep,
                evaluationsSinceBest,
                optional(smoothedMelCe),
                smoothedRising,
                evalChange,
                change(Sample::trainMelCe),
                evalChange.isPresent()
                        ? OptionalDouble.of(-evalChange.getAsDouble() * 500 / windowSteps())
                        : OptionalDouble.empty());
    }

    private double windowSteps() {
        return samples.get(samples.size() - 1).step() - samples.get(0).step();
    }

    /** Least-squares slope times the window's length, as a share of the mean. */
    private OptionalDouble change(ToDoubleFunction<Sample> value) {
        if (samples.size() < window) {
            return OptionalDouble.empty();
        }
        double meanStep = samples.stream().mapToDouble(Sample::step).average().orElseThrow();
        double mean = samples.stream().mapToDouble(value).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : samples) {
            double x = sample.step() - meanStep;
            covariance += x * (value.applyAsDouble(sample) - mean);
            variance += x * x;
        }
        double change = covariance / variance * windowSteps() / Math.abs(mean);
        return optional(change);
    }

    /** The whole state as numbers, booleans, lists and maps with text keys. Unknown values are left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("evaluations", (long) evaluations);
        map.put("lastStep", lastStep);
        map.put("bestStep", bestStep);
        map.put("evaluationsSinceBest", (long) evaluationsSinceBest);
        map.put("smoothedRising", smoothedRising);
        putKnown(map, "startMelCe", startMelCe);
        putKnown(map, "startTextCe", startTextCe);
        putKnown(map, "bestMelCe", bestMelCe);
        putKnown(map, "smoothedMelCe", smoothedMelCe);
        List<Map<String, Object>> list = new ArrayList<>();
        for (Sample sample : samples) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("step", sample.step());
            entry.put("melCe", sample.melCe());
            putKnown(entry, "trainMelCe", sample.trainMelCe());
            list.add(entry);
        }
        map.put("samples", list);
        return map;
    }

    /**
     * Restores what {@link #toMap} gave. Window and smoothing may have been edited since: the newer ones count from here.
     *
     * @throws IllegalArgumentException if a value is missing or of another kind
     */
    public static TrendTracker fromMap(int window, double smoothing, Map<?, ?> map) {
        TrendTracker tracker = new TrendTracker(window, smoothing);
        tracker.evaluations = (int) PlainState.number(map, "evaluations");
        tracker.lastStep = (long) PlainState.number(map, "lastStep");
        tracker.bestStep = (long) PlainState.number(map, "bestStep");
        tracker.evaluationsSinceBest = (int) PlainState.number(map, "evaluationsSinceBest");
        tracker.smoothedRising = PlainState.flag(map, "smoothedRising");
        tracker.startMelCe = PlainState.numberOrNaN(map, "startMelCe");
        tracker.startTextCe = PlainState.numberOrNaN(map, "startTextCe");
        tracker.bestMelCe = PlainState.numberOrNaN(map, "bestMelCe");
        tracker.smoothedMelCe = PlainState.numberOrNaN(map, "smoothedMelCe");
        for (Object entry : PlainState.list(map, "samples")) {
            Map<?, ?> sample = PlainState.asMap(entry, "samples");
            tracker.samples.add(new Sample(
                    (long) PlainState.number(sample, "step"),
                    PlainState.number(sample, "melCe"),
                    PlainState.numberOrNaN(sample, "trainMelCe")));
        }
        while (tracker.samples.size() > window) {
            tracker.samples.remove(0);
        }
        return tracker;
    }

    private static void putKnown(Map<String, Object> map, String name, double value) {
        if (!Double.isNaN(value)) {
            map.put(name, value);
        }
    }

    private static double finiteOrNaN(OptionalDouble value) {
        Double comparable = SignificantDigits.comparable(value);
        return comparable == null ? Double.NaN : comparable;
    }

    private static OptionalDouble optional(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
