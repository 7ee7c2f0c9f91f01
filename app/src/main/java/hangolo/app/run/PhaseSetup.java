package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.log.CoquiLog;
import hangolo.app.log.TensorBoardWriter;
import hangolo.app.record.ModelLabel;
import hangolo.base.WholeFile;
import hangolo.engine.Backend;
import hangolo.engine.Precision;
import hangolo.engine.train.TrainState;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.PhaseTracker;
import hangolo.rules.ReloadingRules;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.facts.MachineState;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Creates or reopens the run folder and all that a phase needs. Nothing is written before everything is checked. */
final class PhaseSetup implements AutoCloseable {
    private final PhaseConfig config;
    private final RunContext context;
    private final StartPoint start;
    private final RestoredState restored;
    /** The state of the interrupted run; empty if the phase is new. */
    private final Optional<RunState> resumed;

    private Optional<Checkpoints> checkpoints = Optional.empty();
    private Optional<PhaseLogs> logs = Optional.empty();

    PhaseSetup(PhaseConfig config, RunContext context, StartPoint start, RestoredState restored) {
        this.config = config;
        this.context = context;
        this.start = start;
        this.restored = restored;
        this.resumed = start.resumed().map(folder -> interrupted(restored));
    }

    private static RunState interrupted(RestoredState restored) {
        return restored.runState()
                .orElseThrow(() -> new RunException(
                        "the checkpoint lies in a run folder but does not hold the state of a run.\nResume from another "
                                + "checkpoint of that folder, or start a new run from this one with RESUME_FROM."));
    }

    /** Whether the phase is new, rather than resumed. */
    boolean isNew() {
        return resumed.isEmpty();
    }

    /** The state to train from. */
    TrainState state() {
        return resumed.map(RunState::train).orElse(restored.state());
    }

    /** All that the phase needs. */
    PhaseContext phase(TrainingInputs training, ReloadingRules rules, MachineState machine) throws IOException {
        resumed.ifPresent(state -> checkSame(state, training.data()));
        Map<String, String> hashes = isNew() ? DatasetPreparation.hashes(config, start.weights()) : Map.of();
        PhasePlan plan = plan();
        RunFolder folder = plan.folder();
        folder.removeUnfinished()
                .forEach(file -> context.display().line("removed " + file.getFileName() + ", left unfinished"));
        XttsModel model = training.model();
        SentenceSynthesizer sentences = SentenceSynthesizer.of(model, config, folder, training.data());
        Map<String, Object> coqui = CoquiConfig.of(config, folder);
        WholeFile.write(folder.path().resolve("config.json"), CoquiConfig.json(coqui));
        WholeFile.copy(config.modelDir().resolve("vocab.json"), folder.path().resolve("vocab.json"));
        Journal journal = resumed.isPresent()
                ? Journal.resume(
                        folder, context.clock(), state().step(), resumed.get().rules())
                : Journal.begin(
                        folder,
                        context.clock(),
                        new InitialRecord(config, context, start)
                                .of(training, sentences.sentences(), restored, machine, hashes));
        journal.write();
        PhaseLogs phaseLogs = openLogs(folder, journal);
        phaseLogs.coqui().environment(environment(model.backend()), folder.path());
        GpuMonitor gpu = GpuMonitor.of(model.backend());
        TrainLog trainLog = new TrainLog(phaseLogs, plan, gpu);
        resumed.ifPresent(state -> trainLog.resume(state.melSum(), state.melSteps()));
        PhaseTracker tracker = resumed.isPresent()
                ? PhaseTracker.resume(rules.current(), resumed.get().rules())
                : PhaseTracker.start(rules.current(), config.phase());
        Checkpoints weights = openCheckpoints(plan, model, coqui);
        phaseLogs.coqui().modelSize(weights.modelSize());
        phaseLogs.events().text("model-config", plan.startStep(), CoquiConfig.json(coqui));
        return new PhaseContext(
                plan,
                training,
                new PhaseContext.EvaluationInputs(
                        new SampleRecorder(model, sentences, context.recognizer(), journal),
                        new RuleReloader(config.phase(), rules, tracker, AuditTrail.open(folder.audit()), phaseLogs),
                        new MachineMonitor(folder, machine, gpu)),
                weights,
                phaseLogs,
                trainLog);
    }

    private PhasePlan plan() throws IOException {
        return resumed.isPresent()
                ? new PhasePlan(
                        config,
                        start.resumed().orElseThrow(),
                        resumed.get().startStep(),
                        resumed.get().startEpoch())
                : new PhasePlan(
                        config,
                        RunFolder.create(config.outputPath(), config.runName(), LocalDateTime.now(context.clock())),
                        state().step(),
                        state().epoch());
    }

    private PhaseLogs openLogs(RunFolder folder, Journal journal) {
        PhaseLogs opened = new PhaseLogs(
                journal,
                CoquiLog.append(folder.path()),
                TensorBoardWriter.create(folder.path(), context.clock()),
                context.display(),
                context.clock());
        logs = Optional.of(opened);
        return opened;
    }

    private Checkpoints openCheckpoints(PhasePlan plan, XttsModel model, Map<String, Object> coqui) throws IOException {
        Checkpoints opened = new Checkpoints(
                plan.folder(),
                config.modelDir(),
                model.parameters(),
                plan.optimizer(),
                coqui,
                config.intervals().keepCheckpoints());
        checkpoints = Optional.of(opened);
        if (!isNew() && state().best().isPresent()) {
            opened.repairBest(state().best().get().step());
        }
        return opened;
    }

    private void checkSame(RunState before, TrainingData data) {
        if (!before.data().equals(data.fingerprint())
                || before.batchSize() != config.optimization().batchSize()
                || before.accumulation() != config.optimization().gradAccum()) {
            throw new RunException("the run cannot be resumed: data, batch size or accumulation have changed since it"
                    + " started.\nRestore them, or start a new run with RESUME_FROM and this checkpoint.");
        }
    }

    /** Records what earlier models say: the sentences of the baseline, and the letters of it and of the start. */
    void synthesizeStart(PhaseContext phase) throws IOException {
        SampleRecorder samples = phase.evaluation().samples();
        String startLabel = phase.plan().startLabel();
        if (!startLabel.equals(ModelLabel.BASELINE)) {
            XttsModel model = phase.training().model();
            model.load(config.references()
                    .baseline()
                    .flatMap(PhaseConfig.PriorResult::checkpoint)
                    .orElse(config.modelDir().resolve("model.pth")));
            samples.synthesize(ModelLabel.BASELINE, "baseline", 0);
            samples.recognizeLetters(ModelLabel.BASELINE);
            model.load(start.file(config));
        }
        samples.recognizeLetters(startLabel);
    }

    private Map<String, String> environment(Backend backend) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Backend", context.program() + ", " + backend.description());
        boolean mixed = backend.precision() == Precision.BF16;
        facts.put("Mixed precision", mixed ? "True" : "False");
        facts.put("Precision", mixed ? "bfloat16" : "float32");
        if (backend.precision() == Precision.TF32) {
            facts.put("Torch TF32 MatMul", "True");
        }
        facts.put("Num. of GPUs", backend.name().equals("cuda") ? "1" : "0");
        facts.put("Num. of CPUs", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("Torch seed", Long.toString(config.seed()));
        return facts;
    }

    @Override
    public void close() {
        checkpoints.ifPresent(Checkpoints::close);
        logs.ifPresent(PhaseLogs::close);
    }
}
