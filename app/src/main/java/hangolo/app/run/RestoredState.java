package hangolo.app.run;

import hangolo.engine.ParameterStore;
import hangolo.engine.train.TrainState;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.checkpoint.OptimizerState;
import hangolo.models.xtts.TrainingCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was taken over from a checkpoint besides its weights.
 *
 * @param what in words, for the report
 * @param state where a new phase begins
 * @param progressed the state of this program, if the file has one
 */
record RestoredState(String what, TrainState state, Optional<RunState> progressed) {

    /** Only the weights: everything else begins anew. */
    static RestoredState weightsOnly(long seed) {
        return new RestoredState("weights only", TrainState.begin(seed), Optional.empty());
    }

    /**
     * Optimizer state and counters. A new phase begins at the first batch of the next epoch, with the file's step; Coqui's
     * trainer would count one more.
     *
     * @throws RunException if the file has no optimizer state
     */
    static RestoredState everything(Path file, ParameterStore store, long seed) throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.read(file)) {
            OptimizerState optimizer = checkpoint
                    .optimizer()
                    .orElseThrow(
                            () -> new RunException(file + " holds weights only, no optimizer state.\nWrite RESUME: "
                                    + "weights to begin with them, or name a checkpoint_<step>.pth of a trainer."));
            long updates = restore(optimizer, store, file);
            Optional<RunState> progressed = RunState.of(checkpoint.extra());
            long epoch = progressed
                    .map(p -> p.train().epoch() + (p.train().position() > 0 ? 1 : 0))
                    .orElse(0L);
            return new RestoredState(
                    progressed.isPresent()
                            ? "weights, optimizer state, counters and the state of this program"
                            : "weights, optimizer state and step of Coqui's trainer",
                    TrainState.at(seed, checkpoint.step(), epoch, updates),
                    progressed);
        }
    }

    private static long restore(OptimizerState optimizer, ParameterStore store, Path file) throws IOException {
        try {
            return TrainingCheckpoint.restore(optimizer, store);
        } catch (IllegalArgumentException e) {
            throw new RunException(
                    file + ": " + e.getMessage() + ".\nMaybe other parameters were trained; write RESUME: weights.");
        }
    }
}
