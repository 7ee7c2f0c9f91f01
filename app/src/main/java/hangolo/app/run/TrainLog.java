package hangolo.app.run;

import hangolo.app.log.CoquiLog;
import hangolo.app.log.KeepAverage;
import hangolo.app.log.LogValue;
import hangolo.app.log.PythonNumbers;
import hangolo.app.log.TensorBoardWriter;
import hangolo.app.log.TrainingDisplay;
import hangolo.app.report.RunRecord.Step;
import hangolo.engine.train.Evaluation;
import hangolo.engine.train.LossValue;
import hangolo.engine.train.LossValues;
import hangolo.engine.train.StepMetrics;
import hangolo.engine.train.TrainListener;
import hangolo.engine.train.TrainState;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Tells log, TensorBoard, screen and journal about every step, and averages the training loss between evaluations. */
final class TrainLog implements TrainListener {

    private final CoquiLog log;
    private final TensorBoardWriter events;
    private final TrainingDisplay display;
    private final Journal journal;
    private final Clock clock;
    private final int printEvery;
    private final Frame frame;
    private final GpuMonitor gpu;
    private final KeepAverage averages = new KeepAverage();
    private long epochStarted;
    private double melSum;
    private long melSteps;
    private OptionalDouble evalMel = OptionalDouble.empty();

    /** What an epoch's head says: first epoch of the phase, epochs of the phase, run folder. */
    record Frame(long startEpoch, long epochs, RunFolder folder) {}

    TrainLog(
            CoquiLog log,
            TensorBoardWriter events,
            TrainingDisplay display,
            Journal journal,
            Clock clock,
            int printEvery,
            Frame frame,
            GpuMonitor gpu) {
        this.log = log;
        this.events = events;
        this.display = display;
        this.journal = journal;
        this.clock = clock;
        this.printEvery = printEvery;
        this.frame = frame;
        this.gpu = gpu;
    }

    /** Goes on with the average that a checkpoint remembers. */
    void resume(double sum, long steps) {
        melSum = sum;
        melSteps = steps;
    }

    double melSum() {
        return melSum;
    }

    long melSteps() {
        return melSteps;
    }

    /** The mean training Mel CE since the last call of {@link #evaluated}. */
    OptionalDouble trainMel() {
        return melSteps == 0 ? OptionalDouble.empty() : OptionalDouble.of(melSum / melSteps);
    }

    /** The mean use of the card in percent since the last call; empty without one. */
    OptionalDouble gpuUse() {
        return gpu.mean();
    }

    @Override
    public void epochStarted(TrainState state, int batches) {
        epochStarted = clock.millis();
        averages.clear();
        log.epoch(
                state.epoch() - frame.startEpoch(),
                frame.epochs(),
                frame.folder().path());
        log.trainingStarted(LocalDateTime.now(clock));
    }

    @Override
    public void stepped(StepMetrics figures) {
        Map<String, Double> values = values(figures);
        values.forEach((key, value) -> averages.add("avg_" + key, value));
        averages.add("avg_loader_time", figures.loadSeconds());
        averages.add("avg_step_time", figures.stepSeconds());
        double mel = figures.losses().part(XttsObjective.MEL).value();
        double text = figures.losses().part(XttsObjective.TEXT).value() * XttsObjective.TEXT_WEIGHT;
        if (Double.isFinite(mel)) {
            melSum += mel;
            melSteps++;
        }
        journal.step(new Step(figures.step(), mel, text, figures.rate()));
        if (figures.step() % printEvery == 0) {
            print(figures, values);
        }
        int rows = figures.losses().parts().stream().mapToInt(LossValue::rows).sum();
        double seconds = Math.max(1e-9, figures.stepSeconds() + figures.loadSeconds());
        display.step(figures.step() + 1, new TrainingDisplay.Figures(mel, text, evalMel, rows / seconds));
    }

    /** Coqui's names; the loss is divided as its gradient was. */
    private static Map<String, Double> values(StepMetrics figures) {
        Map<String, Double> values = new LinkedHashMap<>(losses(figures.losses()));
        values.put("loss", figures.losses().total() / figures.divisor());
        figures.gradientNorm().ifPresent(norm -> values.put("grad_norm", norm));
        return values;
    }

    private static Map<String, Double> losses(LossValues losses) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss_text_ce", losses.part(XttsObjective.TEXT).value() * XttsObjective.TEXT_WEIGHT);
        values.put("loss_mel_ce", losses.part(XttsObjective.MEL).value());
        values.put("loss", losses.total());
        return values;
    }

    private void print(StepMetrics figures, Map<String, Double> values) {
        List<LogValue> lines = new ArrayList<>();
        values.forEach((key, value) -> {
            lines.add(new LogValue(key, PythonNumbers.text(value), averages.of("avg_" + key)));
            events.scalar("TrainIterStats/" + key, figures.step(), value);
        });
        lines.add(new LogValue("current_lr", PythonNumbers.text(figures.rate()), OptionalDouble.empty()));
        lines.add(time("step_time", figures.stepSeconds()));
        lines.add(time("loader_time", figures.loadSeconds()));
        events.scalar("TrainIterStats/current_lr", figures.step(), figures.rate());
        events.scalar("TrainIterStats/step_time", figures.step(), figures.stepSeconds());
        events.scalar("TrainIterStats/loader_time", figures.step(), figures.loadSeconds());
        gpu.look().ifPresent(percent -> events.scalar("TrainIterStats/gpu_use", figures.step(), percent));
        log.step(LocalDateTime.now(clock), figures.position(), figures.batches(), figures.step(), lines);
    }

    private LogValue time(String key, double seconds) {
        return new LogValue(key, PythonNumbers.rounded(seconds, 4), averages.of("avg_" + key));
    }

    @Override
    public void skipped(TrainState after, String what) {
        log.note("update skipped: " + what);
        display.line("update skipped: " + what);
    }

    @Override
    public void epochEnded(TrainState state) {
        events.scalar("TrainEpochStats/epoch_time", state.step(), (clock.millis() - epochStarted) / 1e3);
        averages.all().forEach((key, value) -> events.scalar("TrainEpochStats/" + key, state.step(), value));
    }

    /** After an evaluation: Coqui's averages to the log, ours to the screen. */
    KeepAverage evaluated(long step, Evaluation evaluation, double seconds) {
        KeepAverage coqui = new KeepAverage();
        double perBatch = seconds / Math.max(1, evaluation.batches().size());
        for (LossValues batch : evaluation.batches()) {
            coqui.add("avg_loader_time", perBatch);
            losses(batch).forEach((key, value) -> coqui.add("avg_" + key, value));
        }
        log.evaluationStarted();
        log.evaluationEnded(coqui.all());
        coqui.all().forEach((key, value) -> events.scalar("EvalStats/" + key, step, value));
        evalMel = OptionalDouble.of(evaluation.perTarget(XttsObjective.MEL));
        events.scalar("EvalStats/mel_ce_per_code", step, evalMel.getAsDouble());
        events.scalar("EvalStats/text_ce_per_token", step, evaluation.perTarget(XttsObjective.TEXT));
        melSum = 0;
        melSteps = 0;
        return coqui;
    }
}
