package hangolo.app.replay;

import hangolo.app.log.CoquiLogReader;
import hangolo.app.log.CoquiLogReader.Entry;
import hangolo.app.log.CoquiLogReader.Epoch;
import hangolo.app.log.CoquiLogReader.Evaluated;
import hangolo.app.log.CoquiLogReader.Saved;
import hangolo.app.log.CoquiLogReader.Started;
import hangolo.app.log.CoquiLogReader.Trained;
import hangolo.app.log.LogException;
import hangolo.rules.facts.EvaluationPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Extracts evaluation points from a log of Coqui's trainer.
 *
 * <p>The log gives no step for an evaluation. It is taken, in this order, from the name of a model written right after it, from
 * the first step of the next epoch, from the batches left in the epoch after the last printed step, or else from the next printed
 * step. A resumed run repeats steps: what was recorded beyond its start is dropped.
 */
final class CoquiRecording {

    private static final String MEL = "loss_mel_ce";
    private static final String TEXT = "loss_text_ce";
    private static final double TEXT_WEIGHT = 0.01;

    private final Path file;
    private final int phase;
    private final List<Entry> entries;
    private final List<EvaluationPoint> points = new ArrayList<>();
    private final ReadingNotes notes = new ReadingNotes();
    private final EpochAverage training = new EpochAverage(MEL);
    private Optional<Trained> last = Optional.empty();
    private long saved = -1;
    private boolean restarted;
    private int epoch;
    private int epochs;

    private CoquiRecording(Path file, int phase, List<Entry> entries) {
        this.file = file;
        this.phase = phase;
        this.entries = entries;
    }

    /** The evaluations of a log, and the assumptions made. */
    record Read(List<EvaluationPoint> points, List<String> notes) {}

    /**
     * Reads a log.
     *
     * @throws LogException if it has no usable evaluation
     */
    static Read of(Path file, int phase) {
        CoquiRecording recording = new CoquiRecording(file, phase, CoquiLogReader.read(file));
        return recording.read();
    }

    private Read read() {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry instanceof Started) {
                begin();
            } else if (entry instanceof Epoch) {
                epochs++;
                epoch = epochs - 1;
                training.newEpoch();
                last = Optional.empty();
            } else if (entry instanceof Saved model) {
                saved = Math.max(saved, model.step());
            } else if (entry instanceof Trained step && !step.values().isEmpty()) {
                trained(step);
            } else if (entry instanceof Evaluated evaluated) {
                evaluated(evaluated, i);
            }
        }
        if (points.isEmpty()) {
            throw nothingFound();
        }
        return new Read(points, notes.lines());
    }

    private LogException nothingFound() {
        String end = entries.isEmpty()
                ? ""
                : " (its last entry is in line "
                        + entries.get(entries.size() - 1).line() + ")";
        return new LogException(file + " has no evaluation with avg_loss_mel_ce under EVAL PERFORMANCE" + end
                + ".\nThe trainer may have run with run_eval off, or the log may end before the first evaluation.");
    }

    private void begin() {
        restarted = last.isPresent() || !points.isEmpty();
        training.newEpoch();
        training.forget();
        last = Optional.empty();
    }

    private void trained(Trained step) {
        boolean repeated =
                last.filter(before -> before.globalStep() > step.globalStep()).isPresent();
        if (restarted
                || repeated
                || !points.isEmpty() && points.get(points.size() - 1).step() > step.globalStep()) {
            resumed(start(step), step.line());
        }
        restarted = false;
        last = Optional.of(step);
        training.printed(step);
    }

    /** Coqui's trainer restarts the epoch; Hangolo continues it from its own checkpoint. */
    private long start(Trained step) {
        long began = step.globalStep() - step.place();
        return saved >= began && saved <= step.globalStep() ? saved : began;
    }

    /** An evaluation at the very start remains. */
    private void resumed(long start, int line) {
        int before = points.size();
        points.removeIf(point -> point.step() > start);
        epoch = points.isEmpty() ? 0 : points.get(points.size() - 1).epoch() + 1;
        epochs = epoch + 1;
        saved = Math.min(saved, start);
        notes.resumed(start, line, before - points.size());
    }

    private void evaluated(Evaluated evaluated, int index) {
        Double mel = evaluated.averages().get("avg_" + MEL);
        if (mel == null) {
            notes.cut(evaluated.line());
            return;
        }
        Double text = evaluated.averages().get("avg_" + TEXT);
        long step = step(index, evaluated.line());
        if (!points.isEmpty() && points.get(points.size() - 1).step() >= step) {
            if (restarted) {
                resumed(step - 1, evaluated.line());
                restarted = false;
            } else {
                notes.repeated(evaluated.line(), step);
                return;
            }
        }
        EvaluationPoint point = new EvaluationPoint(
                phase,
                step,
                Math.max(0, epoch),
                OptionalDouble.of(mel),
                text == null ? OptionalDouble.empty() : OptionalDouble.of(text),
                text == null ? OptionalDouble.empty() : OptionalDouble.of(text / TEXT_WEIGHT),
                OptionalDouble.empty());
        OptionalDouble trained = training.sinceLast();
        points.add(trained.isPresent() ? point.withTrainMelCe(trained.getAsDouble()) : point);
    }

    private long step(int index, int line) {
        Optional<Long> named = named(index);
        if (named.isPresent()) {
            notes.stepFrom(ReadingNotes.Source.SAVED_MODEL);
            return named.get();
        }
        Optional<Trained> next = nextStep(index);
        if (next.isPresent() && newEpoch(index)) {
            notes.stepFrom(ReadingNotes.Source.NEXT_EPOCH);
            return next.get().globalStep() - next.get().place();
        }
        if (next.isPresent()) {
            notes.stepFrom(ReadingNotes.Source.NEXT_STEP);
            return next.get().globalStep();
        }
        if (last.isPresent()) {
            notes.stepFrom(ReadingNotes.Source.BATCHES_LEFT);
            return last.get().globalStep() + last.get().batches() - last.get().place();
        }
        notes.unknownStep(line);
        return points.isEmpty() ? 0 : points.get(points.size() - 1).step() + 1;
    }

    /** The step of the model that was written right after the evaluation. */
    private Optional<Long> named(int index) {
        return index + 1 < entries.size() && entries.get(index + 1) instanceof Saved model
                ? Optional.of(model.step())
                : Optional.empty();
    }

    /** The next step of the same start of the trainer. */
    private Optional<Trained> nextStep(int index) {
        for (int i = index + 1; i < entries.size() && !(entries.get(i) instanceof Started); i++) {
            if (entries.get(i) instanceof Trained step && !step.values().isEmpty()) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /** Whether another epoch starts before the next step. */
    private boolean newEpoch(int index) {
        int i = index + 1;
        while (i < entries.size() && !(entries.get(i) instanceof Trained) && !(entries.get(i) instanceof Epoch)) {
            i++;
        }
        return i < entries.size() && entries.get(i) instanceof Epoch;
    }
}
