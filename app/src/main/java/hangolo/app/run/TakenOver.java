package hangolo.app.run;

import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.train.TrainState;
import hangolo.models.weights.CheckpointFile;
import hangolo.models.weights.Moments;
import hangolo.models.weights.OptimizerState;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightNames;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What was taken over from a checkpoint besides its weights.
 *
 * @param what in words, for the report
 * @param state where a new phase begins
 * @param progressed the state of this program, if the file has one
 */
record TakenOver(String what, TrainState state, Optional<Progressed> progressed) {

    private static final int CHUNK = 1 << 20;

    /** Only the weights: everything else begins anew. */
    static TakenOver weightsOnly(long seed) {
        return new TakenOver("weights only", TrainState.begin(seed), Optional.empty());
    }

    /**
     * Optimizer state and counters. A new phase begins at the first batch of the next epoch, with the file's step; Coqui's
     * trainer would count one more.
     *
     * @throws RunException if the file has no optimizer state
     */
    static TakenOver everything(Path file, ParameterStore store, long seed) {
        try (CheckpointFile checkpoint = CheckpointFile.read(file)) {
            OptimizerState optimizer = checkpoint
                    .optimizer()
                    .orElseThrow(
                            () -> new RunException(file + " holds weights only, no optimizer state.\nWrite RESUME: "
                                    + "weights to begin with them, or name a checkpoint_<step>.pth of a trainer."));
            long updates = fill(optimizer, store, file);
            Optional<Progressed> progressed = Progressed.of(checkpoint.extra());
            long epoch = progressed
                    .map(p -> p.train().epoch() + (p.train().position() > 0 ? 1 : 0))
                    .orElse(0L);
            return new TakenOver(
                    progressed.isPresent()
                            ? "weights, optimizer state, counters and the state of this program"
                            : "weights, optimizer state and step of Coqui's trainer",
                    TrainState.at(seed, checkpoint.step(), epoch, updates),
                    progressed);
        }
    }

    private static long fill(OptimizerState optimizer, ParameterStore store, Path file) {
        Map<String, Moments> moments = optimizer.moments();
        float[] chunk = new float[CHUNK];
        long updates = 0;
        for (ParameterSpec spec : store.specs()) {
            Moments own = moments.get(WeightNames.GPT_PREFIX + spec.name());
            if (own == null) {
                if (!moments.isEmpty()) {
                    throw new RunException(file + ": the optimizer has no state of gpt." + spec.name()
                            + ".\nMaybe other parameters were trained; write RESUME: weights.");
                }
                continue;
            }
            copy(own.mean(), store, spec, Role.FIRST_MOMENT, chunk);
            copy(own.square(), store, spec, Role.SECOND_MOMENT, chunk);
            updates = Math.max(updates, Math.round(own.step()));
        }
        return updates;
    }

    private static void copy(StoredTensor from, ParameterStore store, ParameterSpec spec, Role role, float[] chunk) {
        int count = spec.count();
        for (int at = 0; at < count; at += chunk.length) {
            int length = Math.min(chunk.length, count - at);
            from.readFloats(at, chunk, 0, length);
            store.write(spec.name(), role, at, chunk, length);
        }
    }
}
