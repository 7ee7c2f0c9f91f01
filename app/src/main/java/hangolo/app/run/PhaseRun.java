package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.preflight.Check;
import hangolo.app.preflight.GpuChecks;
import hangolo.app.preflight.Machine;
import hangolo.app.preflight.Preflight;
import hangolo.app.record.RecordException;
import hangolo.app.record.RunRecord;
import hangolo.app.report.Reports;
import hangolo.engine.Backend;
import hangolo.engine.select.Backends;
import hangolo.engine.train.StopReason;
import hangolo.engine.train.TrainSettings;
import hangolo.engine.train.TrainState;
import hangolo.engine.train.Trainer;
import hangolo.models.data.Batch;
import hangolo.models.data.TrainingData;
import hangolo.models.weights.WeightFileException;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.ReloadingRules;
import hangolo.rules.judge.Checklist;
import hangolo.rules.judge.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One phase from preflight to report. */
final class PhaseRun {
    private final PhaseConfig config;
    private final RunContext context;
    private final ReloadingRules rules;
    private final StartPoint start;

    PhaseRun(PhaseConfig config, Optional<Path> resume, ReloadingRules rules, RunContext context) {
        this.config = config;
        this.context = context;
        this.rules = rules;
        this.start = StartPoint.of(config, resume);
    }

    PhaseOutcome run() throws IOException {
        Preflight preflight = preflight();
        try (Backend backend = Backends.open(config.computing(), context.display()::line);
                XttsModel model = XttsModel.openForTraining(config.modelDir(), start.weights(), backend)) {
            RestoredState restored = start.restore(config, model);
            TrainingData data = DatasetPreparation.prepare(config, model.codec(), context.display());
            context.display().line(data.report().table().stripTrailing());
            try (PhaseSetup setup = new PhaseSetup(config, context, start, restored);
                    XttsBatches batches = new XttsBatches(data, DatasetPreparation.batches(config), config.seed())) {
                PhaseContext phase = setup.phase(new TrainingInputs(model, data, batches), rules, preflight.facts());
                return trainOrExplain(phase, setup);
            }
        }
    }

    private Preflight preflight() throws IOException {
        Preflight preflight = Preflight.of(config, rules.current(), machine(), GpuChecks.probe(config));
        if (!preflight.passed()) {
            StringBuilder problems = new StringBuilder("the run cannot start:");
            preflight.checks().stream()
                    .filter(Check::stops)
                    .forEach(check -> problems.append("\n  ")
                            .append(check.finding().replaceAll("[.\\s]+$", ""))
                            .append(check.advice().isEmpty() ? "" : ". " + check.advice()));
            preflight.checklist().items().stream()
                    .filter(item -> item.blocking() && item.state() == Checklist.State.FAILED)
                    .forEach(item -> problems.append("\n  ").append(item.text()));
            throw new RunException(problems.toString());
        }
        return preflight;
    }

    private Machine machine() throws IOException {
        return start.resumed().isPresent()
                ? Machine.here(start.resumed().get().path())
                        .withOwnFiles(start.resumed().get().weightsGb())
                : Machine.here(config.outputPath());
    }

    private PhaseOutcome trainOrExplain(PhaseContext phase, PhaseSetup setup) throws IOException {
        try {
            return train(phase, setup);
        } catch (IOException | UncheckedIOException | WeightFileException | RecordException e) {
            throw explained(e, phase.plan().folder());
        }
    }

    private static RunException explained(Exception e, RunFolder folder) throws IOException {
        String why = e instanceof UncheckedIOException unchecked && unchecked.getCause() != null
                ? unchecked.getCause().getMessage()
                : e.getMessage();
        String resume = folder.newest()
                .map(file -> "Then resume from " + file.getFileName() + ", which is complete.")
                .orElse("Nothing was saved yet: start again.");
        return new RunException(
                String.format(
                        Locale.ROOT,
                        "the run had to stop: %s%nThe disk of %s has %.2f GB free; make room if that is too little. %s",
                        why,
                        folder.path(),
                        Machine.here(folder.path()).freeDiskGb().orElse(Double.NaN),
                        resume),
                e);
    }

    /** Evaluates the start of a new phase, trains until the end or a stop, and reports. */
    private PhaseOutcome train(PhaseContext phase, PhaseSetup setup) throws IOException {
        PhasePlan plan = phase.plan();
        TrainingInputs training = phase.training();
        PhaseController controller = new PhaseController(phase, context.interrupt());
        TrainState state = setup.state();
        if (setup.isNew()) {
            setup.synthesizeStart(phase);
            state = controller.evaluate(state).state();
        }
        TrainSettings settings = plan.trainSettings();
        long lastStep = plan.lastStep(training.batches().count(0));
        context.display().start(config.runName(), state.step(), lastStep);
        Trainer<Batch> trainer = new Trainer<>(
                training.model().backend(),
                training.model().parameters(),
                training.objective(config.coquiCompat().promptMask()),
                training.batches(),
                settings,
                phase.trainLog(),
                controller,
                System::nanoTime);
        Trainer.Outcome outcome = trainer.fit(state);
        context.display().close();
        return finish(phase, controller, outcome);
    }

    private PhaseOutcome finish(PhaseContext phase, PhaseController controller, Trainer.Outcome outcome)
            throws IOException {
        RunFolder folder = phase.plan().folder();
        Journal journal = phase.logs().journal();
        TrainState state = outcome.state();
        boolean interrupted = outcome.stop().kind() == StopReason.Kind.INTERRUPTED;
        phase.checkpoints().await();
        if (!interrupted && !journal.evaluated(state.step())) {
            state = controller.evaluate(state).state();
        }
        if (!Files.exists(folder.checkpoint(state.step()))) {
            controller.save(state);
        }
        phase.checkpoints().await();
        if (!interrupted) {
            recordBest(phase);
        }
        phase.logs().coqui().note("TRAINING ENDED: " + outcome.stop().text());
        journal.write(new RunRecord.Ending(
                outcome.stop().kind().name(), outcome.stop().text()));
        Decision decision = Reports.refresh(folder.path(), rules.current());
        return new PhaseOutcome(folder.path(), outcome.stop(), decision);
    }

    /** The letters recognized in the best model's audio, and its test sentences if they are missing. */
    private static void recordBest(PhaseContext phase) throws IOException {
        PhasePlan plan = phase.plan();
        if (Files.isRegularFile(plan.folder().best())) {
            phase.training().model().load(plan.folder().best());
        }
        long step = plan.folder().bestModels().stream()
                .mapToLong(RunFolder.Numbered::step)
                .max()
                .orElse(plan.startStep());
        SampleRecorder samples = phase.evaluation().samples();
        if (!phase.logs().journal().hasSamples(plan.modelLabel())) {
            samples.synthesize(plan.modelLabel(), "final", step);
        }
        samples.recognizeLetters(plan.modelLabel());
    }
}
