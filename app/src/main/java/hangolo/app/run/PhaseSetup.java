package hangolo.app.run;

import hangolo.app.config.RunConfig;
import hangolo.app.log.CoquiLog;
import hangolo.app.log.PythonNumbers;
import hangolo.app.log.TensorBoardWriter;
import hangolo.app.report.RunRecord;
import hangolo.base.WholeFile;
import hangolo.engine.Precision;
import hangolo.engine.train.TrainState;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.facts.PhaseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes or finds the run folder and what is kept in it. Nothing is written before everything was checked. */
final class PhaseSetup implements AutoCloseable {

    private final RunConfig config;
    private final RunContext around;
    private final RuleBase rules;
    private final StartPoint beginning;
    private Optional<Checkpoints> checkpoints = Optional.empty();
    private Optional<CoquiLog> log = Optional.empty();
    private Optional<TensorBoardWriter> events = Optional.empty();

    PhaseSetup(RunConfig config, RunContext around, RuleBase rules, StartPoint beginning) {
        this.config = config;
        this.around = around;
        this.rules = rules;
        this.beginning = beginning;
    }

    /** Whether the phase begins, rather than goes on. */
    boolean isNew() {
        return beginning.resumed().isEmpty();
    }

    /** Where the training stands. */
    TrainState state(RestoredState taken) {
        return isNew() ? taken.state() : own(taken).train();
    }

    private static RunState own(RestoredState taken) {
        return taken.progressed()
                .orElseThrow(() -> new RunException(
                        "the checkpoint lies in a run folder but does not hold the state of a run.\nResume from another "
                                + "checkpoint of that folder, or begin a new run from this one with RESUME_FROM."));
    }

    /** Everything that belongs to the phase. */
    PhaseContext phase(
            XttsModel model, TrainingData data, XttsBatches batches, RestoredState taken, MachineState machine)
            throws IOException {
        if (!isNew()) {
            checkSame(own(taken), data);
        }
        Map<String, String> hashes = isNew() ? DatasetPreparation.hashes(config, beginning.weights()) : Map.of();
        RunFolder folder = isNew()
                ? RunFolder.create(config.outputPath(), config.runName(), LocalDateTime.now(around.clock()))
                : beginning.resumed().get();
        folder.removeUnfinished()
                .forEach(file -> around.display().line("removed " + file.getFileName() + ", left unfinished"));
        SentenceSynthesizer voices = SentenceSynthesizer.of(model, config, folder, data);
        Map<String, Object> coqui = CoquiConfig.of(config, folder);
        WholeFile.write(folder.path().resolve("config.json"), CoquiConfig.json(coqui));
        WholeFile.copy(config.modelDir().resolve("vocab.json"), folder.path().resolve("vocab.json"));
        Journal journal = isNew()
                ? Journal.begin(folder, around.clock(), record(model, data, voices, taken, machine, hashes))
                : Journal.resume(
                        folder,
                        around.clock(),
                        own(taken).train().step(),
                        own(taken).rules());
        journal.write();
        return phase(model, data, batches, taken, machine, folder, voices, coqui, journal);
    }

    private PhaseContext phase(
            XttsModel model,
            TrainingData data,
            XttsBatches batches,
            RestoredState taken,
            MachineState machine,
            RunFolder folder,
            SentenceSynthesizer voices,
            Map<String, Object> coqui,
            Journal journal)
            throws IOException {
        long startStep = isNew() ? taken.state().step() : own(taken).startStep();
        long startEpoch = isNew() ? taken.state().epoch() : own(taken).startEpoch();
        CoquiLog coquiLog = CoquiLog.append(folder.path());
        log = Optional.of(coquiLog);
        TensorBoardWriter eventFile = TensorBoardWriter.create(folder.path(), around.clock());
        events = Optional.of(eventFile);
        coquiLog.environment(environment(model), folder.path());
        TrainLog listener = new TrainLog(
                coquiLog,
                eventFile,
                around.display(),
                journal,
                around.clock(),
                config.cadence().printEvery(),
                new TrainLog.Frame(startEpoch, config.optimization().epochs(), folder),
                GpuMonitor.of(model.backend()));
        if (!isNew()) {
            listener.resume(own(taken).melSum(), own(taken).melSteps());
        }
        PhaseTracker memory = isNew()
                ? PhaseTracker.start(rules, config.phase())
                : PhaseTracker.resume(rules, own(taken).rules());
        Checkpoints weights = new Checkpoints(
                folder,
                config.modelDir(),
                model.parameters(),
                PhaseRun.adamW(config.optimization()),
                coqui,
                config.cadence().keepCheckpoints());
        checkpoints = Optional.of(weights);
        coquiLog.modelSize(weights.modelSize());
        eventFile.text("model-config", startStep, CoquiConfig.json(coqui));
        if (!isNew() && own(taken).train().best().isPresent()) {
            weights.repairBest(own(taken).train().best().get().step());
        }
        return new PhaseContext(
                config,
                folder,
                model,
                data,
                batches,
                voices,
                memory,
                machine,
                weights,
                journal,
                coquiLog,
                eventFile,
                around.display(),
                listener,
                around.interrupt(),
                around.clock(),
                startStep,
                startEpoch);
    }

    private void checkSame(RunState before, TrainingData data) {
        if (!before.data().equals(data.fingerprint())
                || before.batchSize() != config.optimization().batchSize()
                || before.accumulation() != config.optimization().gradAccum()) {
            throw new RunException("the run cannot go on: data, batch size or accumulation are not those it began with."
                    + "\nRestore them, or begin a new run with RESUME_FROM and this checkpoint.");
        }
    }

    /** The models before this phase: the sentences of the baseline, and what can be read of both. */
    void speakBaseline(PhaseContext phase) throws IOException {
        XttsModel model = phase.model();
        boolean earlier = !phase.voiceBefore().equals("baseline");
        if (earlier) {
            model.load(config.references()
                    .baseline()
                    .flatMap(RunConfig.PriorResult::checkpoint)
                    .orElse(config.modelDir().resolve("model.pth")));
            phase.journal().takes(phase.voices().speak("baseline", "baseline", 0));
            phase.journal().letters("baseline", around.recogniser().read(model, "baseline"));
            model.load(beginning.file(config));
        }
        phase.journal().letters(phase.voiceBefore(), around.recogniser().read(model, phase.voiceBefore()));
    }

    private Map<String, String> environment(XttsModel model) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Backend", around.program() + ", " + model.backend().description());
        boolean mixed = model.backend().precision() == Precision.BF16;
        facts.put("Mixed precision", mixed ? "True" : "False");
        facts.put("Precision", mixed ? "bfloat16" : "float32");
        if (model.backend().precision() == Precision.TF32) {
            facts.put("Torch TF32 MatMul", "True");
        }
        facts.put("Num. of GPUs", model.backend().name().equals("cuda") ? "1" : "0");
        facts.put("Num. of CPUs", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("Torch seed", Long.toString(config.seed()));
        return facts;
    }

    private RunRecord record(
            XttsModel model,
            TrainingData data,
            SentenceSynthesizer voices,
            RestoredState taken,
            MachineState machine,
            Map<String, String> hashes) {
        RunRecord.Head head = new RunRecord.Head(
                config.runName(),
                config.phase(),
                around.program(),
                LocalDateTime.now(around.clock())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                Optional.empty(),
                0,
                machine(model),
                settings(),
                hashes,
                config.rules().map(Path::toString),
                config.cadence().evalEvery());
        return new RunRecord(
                RunRecord.VERSION,
                head,
                new RunRecord.Origin(
                        beginning.file(config).getFileName().toString(),
                        taken.what(),
                        taken.state().step()),
                history(),
                DatasetPreparation.report(config, data.report()),
                new RunRecord.Curves(List.of(), List.of()),
                voices.sentences(),
                List.of(),
                List.of(),
                machine,
                Map.of(),
                Optional.empty());
    }

    private PhaseHistory history() {
        return new PhaseHistory(
                config.references().baseline().map(PhaseSetup::result),
                config.references().phase1().map(PhaseSetup::result));
    }

    private static PhaseResult result(RunConfig.PriorResult prior) {
        return new PhaseResult(
                known(prior.melCe()), known(prior.textCe()), prior.quality().map(ListenerScores::overall));
    }

    private static OptionalDouble known(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private Map<String, String> machine(XttsModel model) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("backend", model.backend().description());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("Java", System.getProperty("java.version"));
        return machine;
    }

    private Map<String, String> settings() {
        RunConfig.Optimization how = config.optimization();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("LEARNING_RATE", PythonNumbers.text(how.learningRate()));
        settings.put("BATCH_SIZE", Integer.toString(how.batchSize()));
        settings.put("EPOCHS", Integer.toString(how.epochs()));
        how.maxSteps().ifPresent(steps -> settings.put("MAX_STEPS", Integer.toString(steps)));
        settings.put("GRAD_ACCUM", Integer.toString(how.gradAccum()));
        settings.put("GRAD_CLIP", how.gradClip() == 0 ? "off" : PythonNumbers.text(how.gradClip()));
        settings.put("WEIGHT_DECAY", PythonNumbers.text(how.weightDecay()));
        settings.put("BETAS", PythonNumbers.text(how.beta1()) + ", " + PythonNumbers.text(how.beta2()));
        settings.put("LR_MILESTONES", how.lrMilestones().toString());
        settings.put("EVAL_EVERY", Integer.toString(config.cadence().evalEvery()));
        settings.put("SAVE_EVERY", Integer.toString(config.cadence().saveEvery()));
        settings.put("KEEP_CHECKPOINTS", Integer.toString(config.cadence().keepCheckpoints()));
        settings.put("SEED", Long.toString(config.seed()));
        settings.put("SAMPLING", config.data().sampling().name().toLowerCase(java.util.Locale.ROOT));
        settings.put("COMPAT", config.compat().name().toLowerCase(java.util.Locale.ROOT));
        settings.put("EVAL_SPLIT", PythonNumbers.text(config.data().evalSplit()));
        return settings;
    }

    @Override
    public void close() {
        checkpoints.ifPresent(Checkpoints::close);
        log.ifPresent(CoquiLog::close);
        events.ifPresent(TensorBoardWriter::close);
    }
}
