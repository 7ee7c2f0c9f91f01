package hangolo.app.run;

import hangolo.app.log.KeepAverage;
import hangolo.app.log.LogValue;
import hangolo.app.log.PythonNumbers;
import hangolo.app.log.TrainingDisplay;
import hangolo.app.record.RunRecord.Step;
import hangolo.engine.train.Evaluation;
import hangolo.engine.train.LossValue;
import hangolo.engine.train.LossValues;
import hangolo.engine.train.StepMetrics;
import hangolo.engine.train.TrainListener;
import hangolo.engine.train.TrainState;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Reports every step to log, TensorBoard, terminal and journal, and averages the training loss between evaluations. */
final class TrainLog implements TrainListener {

    private final PhaseLogs logs;
    private final PhasePlan plan;
    private final int printEvery;
    private final GpuMonitor gpu;
    private final KeepAverage averages = new KeepAverage();
    private long epochStarted;
    private double melSum;
    private long melSteps;
    private OptionalDouble evalMel = OptionalDouble.empty();

    TrainLog(PhaseLogs logs, PhasePlan plan, GpuMonitor gpu) {
        this.logs = logs;
        this.plan = plan;
        this.printEvery = plan.config().intervals().printEvery();
        this.gpu = gpu;
    }

    /** Continues the average of a checkpoint. */
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

    @Override
    public void epochStarted(TrainState state, int batches) {
        epochStarted = logs.clock().millis();
        averages.clear();
        logs.coqui()
                .epoch(
                        state.epoch() - plan.startEpoch(),
                        plan.config().optimization().epochs(),
                        plan.folder().path());
        logs.coqui().trainingStarted(LocalDateTime.now(logs.clock()));
    }

    @Override
    public void stepped(StepMetrics metrics) {
        Map<String, Double> values = values(metrics);
        values.forEach((key, value) -> averages.add("avg_" + key, value));
        averages.add("avg_loader_time", metrics.loadSeconds());
        averages.add("avg_step_time", metrics.stepSeconds());
        double mel = metrics.losses().part(XttsObjective.MEL).value();
        double text = metrics.losses().part(XttsObjective.TEXT).value() * XttsObjective.TEXT_WEIGHT;
        if (Double.isFinite(mel)) {
            melSum += mel;
            melSteps++;
        }
        logs.journal().step(new Step(metrics.step(), mel, text, metrics.rate()));
        if (metrics.step() % printEvery == 0) {
            print(metrics, values);
        }
        int rows = metrics.losses().parts().stream().mapToInt(LossValue::rows).sum();
        double seconds = Math.max(1e-9, metrics.stepSeconds() + metrics.loadSeconds());
        logs.display().step(metrics.step() + 1, new TrainingDisplay.Figures(mel, text, evalMel, rows / seconds));
    }

    /** Coqui's names; the loss is divided as its gradient was. */
    private static Map<String, Double> values(StepMetrics metrics) {
        Map<String, Double> values = new LinkedHashMap<>(losses(metrics.losses()));
        values.put("loss", metrics.losses().total() / metrics.divisor());
        metrics.gradientNorm().ifPresent(norm -> values.put("grad_norm", norm));
        return values;
    }

    private static Map<String, Double> losses(LossValues losses) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss_text_ce", losses.part(XttsObjective.TEXT).value() * XttsObjective.TEXT_WEIGHT);
        values.put("loss_mel_ce", losses.part(XttsObjective.MEL).value());
        values.put("loss", losses.total());
        return values;
    }

    private void print(StepMetrics metrics, Map<String, Double> values) {
        List<LogValue> lines = new ArrayList<>();
        values.forEach((key, value) -> {
            lines.add(new LogValue(key, PythonNumbers.text(value), averages.of("avg_" + key)));
            logs.events().scalar("TrainIterStats/" + key, metrics.step(), value);
        });
        lines.add(new LogValue("current_lr", PythonNumbers.text(metrics.rate()), OptionalDouble.empty()));
        lines.add(time("step_time", metrics.stepSeconds()));
        lines.add(time("loader_time", metrics.loadSeconds()));
        logs.events().scalar("TrainIterStats/current_lr", metrics.step(), metrics.rate());
        logs.events().scalar("TrainIterStats/step_time", metrics.step(), metrics.stepSeconds());
        logs.events().scalar("TrainIterStats/loader_time", metrics.step(), metrics.loadSeconds());
        gpu.sample().ifPresent(percent -> logs.events().scalar("TrainIterStats/gpu_use", metrics.step(), percent));
        logs.coqui()
                .step(LocalDateTime.now(logs.clock()), metrics.position(), metrics.batches(), metrics.step(), lines);
    }

    private LogValue time(String key, double seconds) {
        return new LogValue(key, PythonNumbers.rounded(seconds, 4), averages.of("avg_" + key));
    }

    @Override
    public void skipped(TrainState after, String reason) {
        logs.coqui().note("update skipped: " + reason);
        logs.display().line("update skipped: " + reason);
    }

    @Override
    public void epochEnded(TrainState state) {
        logs.events()
                .scalar(
                        "TrainEpochStats/epoch_time",
                        state.step(),
                        (logs.clock().millis() - epochStarted) / 1e3);
        averages.all().forEach((key, value) -> logs.events().scalar("TrainEpochStats/" + key, state.step(), value));
    }

    /** Reports an evaluation: Coqui's averages to the log, means over all targets to TensorBoard and terminal. */
    KeepAverage evaluated(long step, Evaluation evaluation, double seconds) {
        KeepAverage coqui = new KeepAverage();
        double perBatch = seconds / Math.max(1, evaluation.batches().size());
        for (LossValues batch : evaluation.batches()) {
            coqui.add("avg_loader_time", perBatch);
            losses(batch).forEach((key, value) -> coqui.add("avg_" + key, value));
        }
        logs.coqui().evaluationStarted();
        logs.coqui().evaluationEnded(coqui.all());
        coqui.all().forEach((key, value) -> logs.events().scalar("EvalStats/" + key, step, value));
        evalMel = OptionalDouble.of(evaluation.perTarget(XttsObjective.MEL));
        logs.events().scalar("EvalStats/mel_ce_per_code", step, evalMel.getAsDouble());
        logs.events().scalar("EvalStats/text_ce_per_token", step, evaluation.perTarget(XttsObjective.TEXT));
        melSum = 0;
        melSteps = 0;
        return coqui;
    }
}
