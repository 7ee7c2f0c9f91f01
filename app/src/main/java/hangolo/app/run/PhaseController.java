package hangolo.app.run;

import hangolo.app.config.RunConfig;
import hangolo.app.log.KeepAverage;
import hangolo.app.report.RunRecord.Evaluated;
import hangolo.app.report.RunRecord.Remark;
import hangolo.app.report.RunRecord.Take;
import hangolo.engine.train.ControlDecision;
import hangolo.engine.train.Evaluation;
import hangolo.engine.train.RateSchedule;
import hangolo.engine.train.StopReason;
import hangolo.engine.train.TrainState;
import hangolo.engine.train.TrainingController;
import hangolo.rules.Action;
import hangolo.rules.Conclusion;
import hangolo.rules.ReloadingRules;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.SignificantDigits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Between updates: evaluates, lets the rules judge, keeps the best model, saves, and stops. A checkpoint is written after the
 * rules, so that it remembers what they concluded.
 */
final class PhaseController implements TrainingController {

    private final PhaseContext phase;
    private final RunConfig.Cadence cadence;
    private final RateSchedule schedule;
    private final AuditTrail audit;
    private final RuleReloader watch;
    private OptionalDouble evalMel = OptionalDouble.empty();
    private OptionalDouble trainMelBefore = OptionalDouble.empty();

    PhaseController(PhaseContext phase, RateSchedule schedule, ReloadingRules rules) throws IOException {
        this.phase = phase;
        this.cadence = phase.config().cadence();
        this.schedule = schedule;
        this.audit = AuditTrail.open(phase.folder().audit());
        this.watch = new RuleReloader(phase, rules, audit);
    }

    @Override
    public ControlDecision review(TrainState before, TrainState after) {
        try {
            ControlDecision verdict =
                    due(before, after, cadence.evalEvery()) ? evaluate(after) : ControlDecision.goOn(after);
            if (verdict.stop().isEmpty() && phase.interrupt().requested()) {
                verdict = ControlDecision.stop(
                        verdict.state(),
                        StopReason.Reason.INTERRUPTED,
                        "interrupted by the user after step " + after.step());
            }
            if (verdict.stop().isPresent() || due(before, after, cadence.saveEvery())) {
                save(verdict.state());
            }
            return verdict;
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
     * Begins a checkpoint of a state. The record comes first: a resume forgets what the record has beyond its checkpoint, but could
     * not make up for what it lacks.
     */
    void save(TrainState state) throws IOException {
        phase.journal().write();
        phase.checkpoints().save(moment(state), phase.log()::checkpoint);
    }

    /** The average of training begins anew at an evaluation: a file written right after it gets the one before. */
    private Checkpoints.Moment moment(TrainState state) {
        OptionalDouble trainMel = phase.listener().trainMel();
        return new Checkpoints.Moment(
                phase.progressed(state),
                schedule.rate(state),
                trainMel.isPresent() ? trainMel : trainMelBefore,
                evalMel,
                LocalDate.now(phase.clock()));
    }

    /** Evaluates a state, and does what the rules say. They may look at the disk and load the best model: files are complete by then. */
    ControlDecision evaluate(TrainState state) throws IOException {
        phase.checkpoints().await();
        long started = System.nanoTime();
        OptionalDouble trainMel = phase.listener().trainMel();
        trainMelBefore = trainMel;
        Evaluation evaluation = Evaluation.of(
                phase.model().backend(),
                phase.evaluationObjective(),
                phase.batches().evaluation());
        KeepAverage coqui = phase.listener().evaluated(state.step(), evaluation, (System.nanoTime() - started) / 1e9);
        EvaluationPoint point =
                phase.config().quirks().averages() ? point(state, coqui, trainMel) : point(state, evaluation, trainMel);
        double mel = point.melCe().orElse(Double.NaN);
        evalMel = point.melCe();
        boolean improved = improves(mel);
        List<Take> takes = improved ? speak(state) : List.of();
        Conclusion conclusion = watch.judge(point, facts(takes), phase.machineNow());
        phase.journal()
                .evaluation(
                        new Evaluated(point, coqui.of("avg_loss_mel_ce").orElse(mel), improved, conclusion.diverging()),
                        phase.rules().state());
        TrainState judged = improved ? state.withBest(mel) : state;
        ControlDecision verdict = obey(judged, conclusion);
        remember(point, conclusion, verdict, improved);
        phase.journal().write();
        if (improved) {
            phase.checkpoints().saveBest(moment(verdict.state()), phase.log()::bestModel);
        }
        phase.display().line(line(point, improved));
        return verdict;
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
        int epoch = Math.toIntExact(state.epoch() - phase.startEpoch());
        EvaluationPoint point = EvaluationPoint.of(phase.config().phase(), state.step(), epoch, mel, weightedText)
                .withTextCeRaw(rawText);
        return trainMel.isPresent() ? point.withTrainMelCe(trainMel.getAsDouble()) : point;
    }

    /** As the rules see it: six significant digits, and equal is no improvement. */
    private boolean improves(double mel) {
        OptionalDouble best = phase.rules().trend().bestMelCe();
        return Double.isFinite(mel) && (best.isEmpty() || SignificantDigits.rounded(mel) < best.getAsDouble());
    }

    /** At the beginning of a phase it is the phase before that speaks. */
    private List<Take> speak(TrainState state) throws IOException {
        boolean beginning = state.step() == phase.startStep();
        String voice = beginning ? phase.voiceBefore() : phase.voice();
        List<Take> takes = phase.voices().speak(voice, Long.toString(state.step()), state.step());
        phase.journal().takes(takes);
        phase.publish(takes, state.step());
        return takes;
    }

    private static List<AudioFacts> facts(List<Take> takes) {
        return takes.stream().map(Take::facts).toList();
    }

    private ControlDecision obey(TrainState state, Conclusion conclusion) throws IOException {
        TrainState now = state;
        Optional<StopReason> stop = Optional.empty();
        for (Action action : conclusion.actions()) {
            if (action instanceof Action.CutLearningRate cut) {
                now = now.scaleRate(cut.factor());
            } else if (action instanceof Action.RollBack) {
                phase.rollBack();
            } else if (action.stops() && stop.isEmpty()) {
                stop = Optional.of(new StopReason(StopReason.Reason.RULE, action.text() + " (" + action.rule() + ")"));
            }
        }
        return new ControlDecision(now, stop);
    }

    private void remember(EvaluationPoint point, Conclusion conclusion, ControlDecision verdict, boolean improved)
            throws IOException {
        for (Action action : conclusion.actions()) {
            if (!(action instanceof Action.Continue || action instanceof Action.Save)) {
                phase.journal().remark(new Remark(point.step(), action.word(), action.rule(), action.text()));
                phase.display().line("step " + point.step() + ": " + action.word() + ": " + action.text());
            }
        }
        String taken = verdict.stop().isPresent()
                ? "stopped"
                : conclusion.action().word() + (improved ? ", best model saved" : "");
        audit.append(conclusion.auditEntry(
                phase.clock().instant(), point, phase.rules().nearest(conclusion), taken));
    }

    private static String line(EvaluationPoint point, boolean improved) {
        return String.format(
                java.util.Locale.ROOT,
                "step %d: evaluation Mel CE %.3f  Text CE %.4f%s",
                point.step(),
                point.melCe().orElse(Double.NaN),
                point.textCeWeighted().orElse(Double.NaN),
                improved ? "  best so far" : "");
    }
}
