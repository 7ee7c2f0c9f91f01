package hangolo.app.run;

import hangolo.app.config.RunConfig;
import hangolo.app.log.CoquiLog;
import hangolo.app.log.TensorBoardWriter;
import hangolo.app.log.TrainingDisplay;
import hangolo.app.preflight.Machine;
import hangolo.app.report.RunRecord.Take;
import hangolo.engine.train.TrainState;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.TrainingGraph;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.PhaseTracker;
import hangolo.rules.facts.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Everything that belongs to a phase while it runs; made by {@link PhaseRun}.
 *
 * @param config what the user wants
 * @param folder the run folder
 * @param model with the weights that are trained
 * @param data the clips
 * @param batches of these clips
 * @param voices the test sentences
 * @param rules with their memory
 * @param machine what preflight found
 * @param checkpoints writes weight files
 * @param journal the record of the run
 * @param log Coqui's log
 * @param events TensorBoard
 * @param display the screen
 * @param listener of every step
 * @param interrupt the user's wish to stop
 * @param clock for time stamps
 * @param startStep step at which the phase began
 * @param startEpoch epoch at which the phase began
 */
record PhaseContext(
        RunConfig config,
        RunFolder folder,
        XttsModel model,
        TrainingData data,
        XttsBatches batches,
        SentenceSynthesizer voices,
        PhaseTracker rules,
        MachineState machine,
        Checkpoints checkpoints,
        Journal journal,
        CoquiLog log,
        TensorBoardWriter events,
        TrainingDisplay display,
        TrainLog listener,
        Interrupt interrupt,
        Clock clock,
        long startStep,
        long startEpoch) {

    /** As the report calls the model of this phase. */
    String voice() {
        return "phase " + config.phase();
    }

    /** As the report calls the model that this phase began with. */
    String voiceBefore() {
        boolean base = config.start() instanceof RunConfig.Start.BaseModel;
        return base || config.phase() == 1 ? "baseline" : "phase " + (config.phase() - 1);
    }

    /** What preflight found, with the disk as it is now and how busy the card was since the last evaluation. */
    MachineState machineNow() throws IOException {
        Machine now = Machine.here(folder.path()).holding(folder.weightsGb());
        MachineState known = machine.withDisk(now.freeDiskGb(), machine.neededDiskGb());
        OptionalDouble use = listener.gpuUse();
        return use.isPresent() ? known.withGpuUse(use.getAsDouble()) : known;
    }

    XttsObjective evaluationObjective() {
        return new XttsObjective(new TrainingGraph(model.gpt(), TrainingGraph.Settings.EVALUATION));
    }

    /** What a checkpoint of a state holds beyond weights and moments. */
    RunState progressed(TrainState state) {
        return new RunState(
                folder.path().getFileName().toString(),
                config.phase(),
                state,
                startStep,
                startEpoch,
                data.fingerprint(),
                config.optimization().batchSize(),
                config.optimization().gradAccum(),
                listener.melSum(),
                listener.melSteps(),
                rules.state());
    }

    /** Weights and moments of the best model again; counters go on. */
    void rollBack() throws IOException {
        Path best = folder.best();
        if (Files.isRegularFile(best)) {
            model.load(best);
            RestoredState.everything(best, model.parameters(), config.seed());
        }
    }

    /** Test audio for TensorBoard. */
    void publish(List<Take> takes, long step) throws IOException {
        for (int i = 0; i < takes.size(); i++) {
            Take take = takes.get(i);
            byte[] wav = Files.readAllBytes(folder.path().resolve(take.file()));
            int rate = Math.round((wav.length - WAV_HEADER) / 2f / (float) take.seconds());
            events.audio("TestAudios/" + i + "-audio", step, wav, rate, (wav.length - WAV_HEADER) / 2);
        }
    }

    private static final int WAV_HEADER = 44;
}
