package hangolo.app.run;

import hangolo.engine.ParameterStore;
import hangolo.engine.train.TrainState;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.checkpoint.OptimizerState;
import hangolo.models.weights.checkpoint.TrainingCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was restored from a checkpoint besides its weights.
 *
 * @param description for the report
 * @param state where a new phase starts
 * @param runState the state of this program, if the file has one
 */
record RestoredState(String description, TrainState state, Optional<RunState> runState) {

    /** Weights only: optimizer and counters start anew. */
    static RestoredState weightsOnly(long seed) {
        return new RestoredState("weights only", TrainState.begin(seed), Optional.empty());
    }

    /**
     * Restores optimizer state and counters. A new phase starts at the first batch of the next epoch, with the file's step;
     * Coqui's trainer would count one more.
     *
     * @throws RunException if the file has no optimizer state
     */
    static RestoredState everything(Path file, ParameterStore store, long seed) throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.read(file)) {
            OptimizerState optimizer = checkpoint
                    .optimizer()
                    .orElseThrow(
                            () -> new RunException(file + " holds weights only, no optimizer state.\nWrite RESUME: "
                                    + "weights to start from them, or name a checkpoint_<step>.pth of a trainer."));
            long updates = restore(optimizer, store, file);
            Optional<RunState> runState = RunState.of(checkpoint.extra());
            long epoch = runState.map(run -> run.train().epoch() + (run.train().position() > 0 ? 1 : 0))
                    .orElse(0L);
            return new RestoredState(
                    runState.isPresent()
                            ? "weights, optimizer state, counters and the state of this program"
                            : "weights, optimizer state and step of Coqui's trainer",
                    TrainState.at(seed, checkpoint.step(), epoch, updates),
                    runState);
        }
    }

    private static long restore(OptimizerState optimizer, ParameterStore store, Path file) throws IOException {
        try {
            return TrainingCheckpoint.restore(optimizer, store);
        } catch (IllegalArgumentException e) {
            throw new RunException(file + ": " + e.getMessage()
                    + ".\nThe file may have been trained with other parameters; write RESUME: weights.");
        }
    }
}
