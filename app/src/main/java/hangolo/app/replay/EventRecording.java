package hangolo.app.replay;

import hangolo.app.log.LogException;
import hangolo.app.log.TensorBoardReader;
import hangolo.app.log.TensorBoardReader.Scalar;
import hangolo.rules.facts.EvaluationPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Makes evaluation points of the TensorBoard events of a run (xtts-spec.md 1.9): {@code EvalStats} gives the losses and their
 * step. This program also writes means over all targets, which are taken before Coqui's averages. Several files of one folder
 * are one run that was resumed; what a later one repeats replaces the earlier.
 */
final class EventRecording {

    private static final String MEL = "EvalStats/avg_loss_mel_ce";
    private static final String TEXT = "EvalStats/avg_loss_text_ce";
    private static final String OUR_MEL = "EvalStats/mel_ce_per_code";
    private static final String OUR_TEXT = "EvalStats/text_ce_per_token";
    private static final String TRAINED = "TrainIterStats/loss_mel_ce";
    private static final String EPOCH = "TrainEpochStats/avg_loss_mel_ce";
    private static final double TEXT_WEIGHT = 0.01;

    private final Map<String, NavigableMap<Long, Double>> series = new LinkedHashMap<>();

    private EventRecording() {}

    /**
     * Reads event files.
     *
     * @throws LogException if they hold no evaluation
     */
    static List<EvaluationPoint> of(List<Path> files, int phase) {
        EventRecording recording = new EventRecording();
        files.stream()
                .map(TensorBoardReader::scalars)
                .filter(scalars -> !scalars.isEmpty())
                .sorted(Comparator.comparingDouble(scalars -> scalars.get(0).time()))
                .forEach(recording::add);
        List<EvaluationPoint> points = recording.points(phase);
        if (points.isEmpty()) {
            throw new LogException(files.get(0) + " holds no evaluation (" + MEL + ")"
                    + ".\nMaybe the run ended before its first evaluation; several event files of one run belong into "
                    + "one folder, which can be named instead.");
        }
        return points;
    }

    /** A resumed run begins anew at an earlier step: it replaces what lies beyond its first training step, or what it repeats. */
    private void add(List<Scalar> scalars) {
        long trained = first(scalars, TRAINED);
        for (Map.Entry<String, NavigableMap<Long, Double>> earlier : series.entrySet()) {
            earlier.getValue()
                    .tailMap(Math.min(trained, first(scalars, earlier.getKey()) - 1), false)
                    .clear();
        }
        scalars.forEach(scalar -> of(scalar.tag()).put(scalar.step(), scalar.value()));
    }

    private static long first(List<Scalar> scalars, String tag) {
        return scalars.stream()
                .filter(scalar -> scalar.tag().equals(tag))
                .mapToLong(Scalar::step)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private NavigableMap<Long, Double> of(String tag) {
        return series.computeIfAbsent(tag, name -> new TreeMap<>());
    }

    private List<EvaluationPoint> points(int phase) {
        boolean ours = !of(OUR_MEL).isEmpty();
        NavigableMap<Long, Double> mel = of(ours ? OUR_MEL : MEL);
        List<EvaluationPoint> points = new ArrayList<>();
        long before = -1;
        for (Map.Entry<Long, Double> at : mel.entrySet()) {
            long step = at.getKey();
            OptionalDouble raw = known(OUR_TEXT, step);
            OptionalDouble text = ours && raw.isPresent() ? times(raw, TEXT_WEIGHT) : known(TEXT, step);
            EvaluationPoint point = new EvaluationPoint(
                    phase,
                    step,
                    of(EPOCH).headMap(step, false).size(),
                    OptionalDouble.of(at.getValue()),
                    text,
                    times(text, 1 / TEXT_WEIGHT),
                    OptionalDouble.empty());
            OptionalDouble trained = trained(before, step);
            points.add(trained.isPresent() ? point.withTrainMelCe(trained.getAsDouble()) : point);
            before = step;
        }
        return points;
    }

    private OptionalDouble known(String tag, long step) {
        Double value = of(tag).get(step);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    /** The mean of the epoch if it is what was trained since the last evaluation, else the mean of the steps that were kept. */
    private OptionalDouble trained(long before, long step) {
        Long epochBefore = of(EPOCH).lowerKey(step);
        boolean wholeEpoch = before < 0 || epochBefore != null && epochBefore == before;
        OptionalDouble epoch = known(EPOCH, step);
        return wholeEpoch && epoch.isPresent()
                ? epoch
                : of(TRAINED).subMap(before, true, step, false).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .average();
    }
}
