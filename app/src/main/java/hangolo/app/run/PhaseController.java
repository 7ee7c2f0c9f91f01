package hangolo.app.run;

import hangolo.app.config.PhaseConfig.Intervals;
import hangolo.app.log.KeepAverage;
import hangolo.app.record.RunRecord.Evaluated;
import hangolo.app.record.RunRecord.Remark;
import hangolo.app.record.RunRecord.SpokenSample;
import hangolo.engine.train.ControlDecision;
import hangolo.engine.train.Evaluation;
import hangolo.engine.train.RateSchedule;
import hangolo.engine.train.StopReason;
import hangolo.engine.train.TrainState;
import hangolo.engine.train.TrainingController;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.judge.Action;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.word.ActionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Works between updates: evaluates, lets the rules judge, keeps the best model, saves checkpoints and stops the training. A
 * checkpoint is written after the rules have judged, so that it holds their conclusions.
 */
final class PhaseController implements TrainingController {
    private final PhaseContext phase;
    private final PhasePlan plan;
    private final PhaseLogs logs;
    private final RuleReloader rules;
    private final RateSchedule schedule;
    private final Interrupt interrupt;
    private OptionalDouble evalMel = OptionalDouble.empty();
    private OptionalDouble trainMelBefore = OptionalDouble.empty();

    PhaseController(PhaseContext phase, Interrupt interrupt) {
        this.phase = phase;
        this.plan = phase.plan();
        this.logs = phase.logs();
        this.rules = phase.evaluation().rules();
        this.schedule = plan.schedule();
        this.interrupt = interrupt;
    }

    @Override
    public ControlDecision afterUpdate(TrainState before, TrainState after) {
        try {
            Intervals intervals = plan.config().intervals();
            ControlDecision decision =
                    due(before, after, intervals.evalEvery()) ? evaluate(after) : ControlDecision.proceed(after);
            if (decision.stop().isEmpty() && interrupt.requested()) {
                decision = ControlDecision.stop(
                        decision.state(),
                        StopReason.Kind.INTERRUPTED,
                        "interrupted by the user after step " + after.step());
            }
            if (decision.stop().isPresent() || due(before, after, intervals.saveEvery())) {
                save(decision.state());
            }
            return decision;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeUpdate() {
        try {
            phase.checkpoints().awaitRead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean due(TrainState before, TrainState after, int every) {
        return after.step() / every > before.step() / every;
    }

    /**
     * Queues a checkpoint of a state. The run's record is written first: a resumed run drops what the record has beyond its
     * checkpoint, but could not restore what it lacks.
     */
    void save(TrainState state) throws IOException {
        logs.journal().write();
        phase.checkpoints().save(snapshot(state), logs.coqui()::checkpoint);
    }

    /** The training average restarts at an evaluation: a file written right after it gets the previous average. */
    private Checkpoints.Snapshot snapshot(TrainState state) {
        OptionalDouble trainMel = phase.trainLog().trainMel();
        return new Checkpoints.Snapshot(
                phase.runState(state),
                schedule.rate(state),
                trainMel.isPresent() ? trainMel : trainMelBefore,
                evalMel,
                LocalDate.now(logs.clock()));
    }

    /**
     * Evaluates a state and does what the rules conclude. All files are complete by then: rules may look at the free disk space
     * and load the best model.
     */
    ControlDecision evaluate(TrainState state) throws IOException {
        phase.checkpoints().await();
        long started = System.nanoTime();
        OptionalDouble trainMel = phase.trainLog().trainMel();
        trainMelBefore = trainMel;
        Evaluation evaluation = phase.training().evaluate();
        KeepAverage coqui = phase.trainLog().evaluated(state.step(), evaluation, (System.nanoTime() - started) / 1e9);
        EvaluationPoint point = plan.config().coquiCompat().averages()
                ? point(state, coqui, trainMel)
                : point(state, evaluation, trainMel);
        double mel = point.melCe().orElse(Double.NaN);
        evalMel = point.melCe();
        boolean improved = improves(mel);
        List<SpokenSample> samples = improved ? synthesize(state) : List.of();
        Conclusion conclusion = rules.judge(
                point,
                samples.stream().map(SpokenSample::facts).toList(),
                phase.evaluation().machine().now());
        double coquiMel = coqui.of("avg_loss_mel_ce").orElse(mel);
        logs.journal().evaluation(new Evaluated(point, coquiMel, improved, conclusion.diverging()), rules.state());
        ControlDecision decision = obey(improved ? state.withBest(mel) : state, conclusion);
        record(point, conclusion, decision, improved);
        if (improved) {
            phase.checkpoints().saveBest(snapshot(decision.state()), logs.coqui()::bestModel);
        }
        logs.display().line(line(point, improved));
        return decision;
    }

    private EvaluationPoint point(TrainState state, Evaluation evaluation, OptionalDouble trainMel) {
        double text = evaluation.perTarget(XttsObjective.TEXT);
        double mel = evaluation.perTarget(XttsObjective.MEL);
        return point(state, mel, text * XttsObjective.TEXT_WEIGHT, text, trainMel);
    }

    /** The averages of Coqui's trainer, weighted as it logs them. */
    private EvaluationPoint point(TrainState state, KeepAverage averages, OptionalDouble trainMel) {
        double text = averages.of("avg_loss_text_ce").orElse(Double.NaN);
        double mel = averages.of("avg_loss_mel_ce").orElse(Double.NaN);
        return point(state, mel, text, text / XttsObjective.TEXT_WEIGHT, trainMel);
    }

    private EvaluationPoint point(
            TrainState state, double mel, double weightedText, double rawText, OptionalDouble trainMel) {
        int epoch = Math.toIntExact(state.epoch() - plan.startEpoch());
        EvaluationPoint point = EvaluationPoint.of(plan.config().phase(), state.step(), epoch, mel, weightedText)
                .withTextCeRaw(rawText);
        return trainMel.isPresent() ? point.withTrainMelCe(trainMel.getAsDouble()) : point;
    }

    /** As the rules compare: six significant digits, and equal is no improvement. */
    private boolean improves(double mel) {
        OptionalDouble best = rules.bestMelCe();
        return Double.isFinite(mel) && (best.isEmpty() || SignificantDigits.rounded(mel) < best.getAsDouble());
    }

    /** At the start of a phase the model is still that of the previous phase. */
    private List<SpokenSample> synthesize(TrainState state) throws IOException {
        String modelLabel = state.step() == plan.startStep() ? plan.startLabel() : plan.modelLabel();
        SampleRecorder recorder = phase.evaluation().samples();
        List<SpokenSample> samples = recorder.synthesize(modelLabel, Long.toString(state.step()), state.step());
        recorder.publish(samples, state.step(), logs.events());
        return samples;
    }

    private ControlDecision obey(TrainState state, Conclusion conclusion) throws IOException {
        TrainState now = state;
        Optional<StopReason> stop = Optional.empty();
        for (Action action : conclusion.actions()) {
            if (action.kind() == ActionKind.CUT_LEARNING_RATE) {
                now = now.scaleRate(action.factor().orElseThrow());
            } else if (action.kind() == ActionKind.ROLL_BACK) {
                rollBack();
            } else if (action.stops() && stop.isEmpty()) {
                stop = Optional.of(new StopReason(StopReason.Kind.RULE, action.text() + " (" + action.rule() + ")"));
            }
        }
        return new ControlDecision(now, stop);
    }

    /** Restores weights and moments of the best model; counters go on. */
    private void rollBack() throws IOException {
        Path best = plan.folder().best();
        XttsModel model = phase.training().model();
        if (Files.isRegularFile(best)) {
            model.load(best);
            RestoredState.everything(best, model.parameters(), plan.config().seed());
        }
    }

    private void record(EvaluationPoint point, Conclusion conclusion, ControlDecision decision, boolean improved)
            throws IOException {
        for (Action action : conclusion.actions()) {
            if (action.kind() != ActionKind.CONTINUE && action.kind() != ActionKind.SAVE) {
                logs.journal().remark(new Remark(point.step(), action.word(), action.rule(), action.text()));
                logs.display().line("step " + point.step() + ": " + action.word() + ": " + action.text());
            }
        }
        String taken = decision.stop().isPresent()
                ? "stopped"
                : conclusion.action().word() + (improved ? ", best model saved" : "");
        rules.audit(point, conclusion, taken);
        logs.journal().write();
    }

    private static String line(EvaluationPoint point, boolean improved) {
        return String.format(
                Locale.ROOT,
                "step %d: evaluation Mel CE %.3f  Text CE %.4f%s",
                point.step(),
                point.melCe().orElse(Double.NaN),
                point.textCeWeighted().orElse(Double.NaN),
                improved ? "  best so far" : "");
    }
}
