package hangolo.app.run;

import hangolo.app.config.RunConfig;
import hangolo.app.preflight.GpuChecks;
import hangolo.app.preflight.Machine;
import hangolo.app.preflight.Preflight;
import hangolo.app.report.ReportException;
import hangolo.app.report.Reports;
import hangolo.app.report.RunRecord;
import hangolo.app.voice.Backends;
import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.train.ControlDecision;
import hangolo.engine.train.RateSchedule;
import hangolo.engine.train.StopReason;
import hangolo.engine.train.TrainSettings;
import hangolo.engine.train.TrainState;
import hangolo.engine.train.Trainer;
import hangolo.models.data.Batch;
import hangolo.models.data.TrainingData;
import hangolo.models.weights.WeightFileException;
import hangolo.models.xtts.TrainingGraph;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.Decision;
import hangolo.rules.ReloadingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One phase from preflight to report. */
final class PhaseRun {

    private final RunConfig config;
    private final RunContext around;
    private final ReloadingRules rules;
    private final StartPoint beginning;

    PhaseRun(RunConfig config, Optional<Path> resume, ReloadingRules rules, RunContext around) {
        this.config = config;
        this.around = around;
        this.rules = rules;
        this.beginning = StartPoint.of(config, resume);
    }

    PhaseOutcome run() throws IOException {
        Preflight preflight = preflight();
        try (Backend backend = Backends.open(config.computing(), around.display()::line);
                XttsModel model = XttsModel.openForTraining(config.modelDir(), beginning.weights(), backend)) {
            RestoredState taken = beginning.takeOver(config, model);
            TrainingData data = DatasetPreparation.prepare(config, model.codec(), around.display());
            around.display().line(data.report().table().stripTrailing());
            try (PhaseSetup setup = new PhaseSetup(config, around, rules.current(), beginning);
                    XttsBatches batches = new XttsBatches(data, DatasetPreparation.batches(config), config.seed())) {
                PhaseContext phase = setup.phase(model, data, batches, taken, preflight.facts());
                return trainOrExplain(phase, setup.state(taken), setup);
            }
        }
    }

    private PhaseOutcome trainOrExplain(PhaseContext phase, TrainState from, PhaseSetup setup) throws IOException {
        try {
            return train(phase, from, setup);
        } catch (IOException | UncheckedIOException | WeightFileException | ReportException e) {
            String why = e instanceof UncheckedIOException unchecked && unchecked.getCause() != null
                    ? unchecked.getCause().getMessage()
                    : e.getMessage();
            double free = Machine.here(phase.folder().path()).freeDiskGb().orElse(Double.NaN);
            String resume = phase.folder()
                    .newest()
                    .map(file -> "Then go on from " + file.getFileName() + ", which is complete.")
                    .orElse("Nothing was saved yet: start again.");
            throw new RunException(
                    String.format(
                            Locale.ROOT,
                            "the run had to end: %s%nThe disk of %s has %.2f GB free; make room if that is too little. %s",
                            why,
                            phase.folder().path(),
                            free,
                            resume),
                    e);
        }
    }

    private Machine machine() throws IOException {
        return beginning.resumed().isPresent()
                ? Machine.here(beginning.resumed().get().path())
                        .holding(beginning.resumed().get().weightsGb())
                : Machine.here(config.outputPath());
    }

    private Preflight preflight() throws IOException {
        Preflight preflight = Preflight.of(config, rules.current(), machine(), GpuChecks.look(config));
        if (!preflight.passed()) {
            StringBuilder problems = new StringBuilder("the run cannot start:");
            preflight.checks().stream()
                    .filter(check -> check.stops())
                    .forEach(check -> problems.append("\n  ")
                            .append(check.finding().replaceAll("[.\\s]+$", ""))
                            .append(check.advice().isEmpty() ? "" : ". " + check.advice()));
            preflight.checklist().items().stream()
                    .filter(item -> item.blocking() && item.state() == hangolo.rules.Checklist.State.FAILED)
                    .forEach(item -> problems.append("\n  ").append(item.text()));
            throw new RunException(problems.toString());
        }
        return preflight;
    }

    private PhaseOutcome train(PhaseContext phase, TrainState from, PhaseSetup setup) throws IOException {
        PhaseController supervisor = new PhaseController(phase, schedule(), rules);
        TrainState state = from;
        if (setup.isNew()) {
            setup.speakBaseline(phase);
            state = supervisor.evaluate(state).state();
        }
        TrainSettings settings = settings(phase);
        phase.display().start(phase.config().runName(), state.step(), lastStep(phase, settings.end()));
        Trainer<Batch> trainer = new Trainer<>(
                phase.model().backend(),
                phase.model().parameters(),
                new XttsObjective(new TrainingGraph(phase.model().gpt(), graphSettings(phase.model()))),
                phase.batches(),
                settings,
                phase.listener(),
                supervisor,
                System::nanoTime);
        Trainer.Outcome outcome = trainer.fit(state);
        phase.display().close();
        return finish(phase, supervisor, outcome);
    }

    private PhaseOutcome finish(PhaseContext phase, PhaseController supervisor, Trainer.Outcome outcome)
            throws IOException {
        TrainState state = outcome.state();
        boolean interrupted = outcome.stop().reason() == StopReason.Reason.INTERRUPTED;
        phase.checkpoints().await();
        if (!interrupted && !phase.journal().evaluated(state.step())) {
            ControlDecision last = supervisor.evaluate(state);
            state = last.state();
        }
        if (!Files.exists(phase.folder().checkpoint(state.step()))) {
            supervisor.save(state);
        }
        phase.checkpoints().await();
        if (!interrupted) {
            readBest(phase);
        }
        phase.log().note("TRAINING ENDED: " + outcome.stop().text());
        RunRecord.Ending ending = new RunRecord.Ending(
                outcome.stop().reason().name(), outcome.stop().text());
        phase.journal().write(ending);
        Decision decision = Reports.refresh(phase.folder().path(), rules.current());
        return new PhaseOutcome(phase.folder().path(), outcome.stop(), decision);
    }

    /** The letters that can be read from the best model's audio, and its sentences if it has not spoken them. */
    private void readBest(PhaseContext phase) throws IOException {
        if (Files.isRegularFile(phase.folder().best())) {
            phase.model().load(phase.folder().best());
        }
        long step = phase.folder().bestModels().stream()
                .mapToLong(RunFolder.Numbered::step)
                .max()
                .orElse(phase.startStep());
        if (!phase.journal().spoken(phase.voice())) {
            phase.journal().takes(phase.voices().speak(phase.voice(), "final", step));
        }
        phase.journal().letters(phase.voice(), around.recogniser().read(phase.model(), phase.voice()));
    }

    private TrainingGraph.Settings graphSettings(XttsModel model) {
        boolean mask = config.quirks().promptMask() && model.config().gpt().maskPrompt();
        return TrainingGraph.Settings.TRAINING.withCoquiPromptMask(mask);
    }

    private RateSchedule schedule() {
        RunConfig.Optimization how = config.optimization();
        return new RateSchedule(
                how.learningRate(),
                how.lrMilestones(),
                how.lrGamma(),
                how.lrMilestoneUnit() == RunConfig.MilestoneUnit.EPOCHS
                        ? RateSchedule.Unit.EPOCHS
                        : RateSchedule.Unit.STEPS);
    }

    static AdamW adamW(RunConfig.Optimization how) {
        return new AdamW(how.beta1(), how.beta2(), how.epsilon(), how.weightDecay());
    }

    private TrainSettings settings(PhaseContext phase) {
        RunConfig.Optimization how = config.optimization();
        long lastStep = how.maxSteps().map(steps -> phase.startStep() + steps).orElse(Long.MAX_VALUE);
        return new TrainSettings(
                adamW(how),
                schedule(),
                how.gradAccum(),
                config.quirks().shortGroups() ? TrainSettings.Divisor.ACCUMULATION : TrainSettings.Divisor.GROUP,
                how.gradClip(),
                NON_FINITE_LIMIT,
                new TrainSettings.End(phase.startEpoch() + how.epochs(), lastStep));
    }

    private static final int NON_FINITE_LIMIT = 3;

    private static long lastStep(PhaseContext phase, TrainSettings.End end) {
        long epochs = end.epoch() - phase.startEpoch();
        long byEpochs = phase.startStep() + epochs * phase.batches().count(0);
        return Math.min(end.step(), byEpochs);
    }
}
