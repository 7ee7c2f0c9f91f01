package hangolo.models.weights.checkpoint;

import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.base.ParallelLoop;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightNames;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training in a file with the structure of Coqui's trainer (xtts-spec.md 1.4), and back. The frozen tensors come from the
 * model folder, the trained ones and their moments from memory.
 *
 * @param config what {@code config.json} holds
 * @param rate learning rate at this moment
 * @param updates how many updates the optimizer has made; without any it has no state
 * @param step the training step that was last done
 * @param epoch the epoch within this process
 * @param date for example {@code December 06, 2023}
 * @param losses of the search for the best model
 * @param extra what this program needs beyond that; may be empty
 */
public record TrainingCheckpoint(
        Map<String, Object> config,
        double rate,
        long updates,
        long step,
        long epoch,
        String date,
        CheckpointLosses losses,
        Map<String, Object> extra) {

    /**
     * Writes the file whole or not at all.
     *
     * @param modelDir holds {@code model.pth} and {@code dvae.pth}
     * @param store the GPT's parameters with their moments
     * @param read called when the store may change again, a while before the file is complete
     */
    public void write(Path file, Path modelDir, ParameterStore store, AdamW optimizer, Runnable read) {
        try (WeightFile model = WeightFile.open(modelDir.resolve("model.pth"));
                WeightFile dvae = WeightFile.open(modelDir.resolve("dvae.pth"))) {
            Map<String, TensorSource> trained = sources(store, Role.WEIGHT);
            List<TensorSource> tensors = TrainerStateDict.assembled(
                    WeightNames.inference(model.file(), model.tensors()), dvae.tensors(), melBuffers(), trained);
            CheckpointFile.write(
                    file,
                    new CheckpointContent(
                            config,
                            tensors,
                            groups(trained, optimizer),
                            moments(store),
                            step,
                            epoch,
                            date,
                            losses,
                            extra),
                    read);
        }
    }

    private List<ParameterGroup> groups(Map<String, TensorSource> trained, AdamW optimizer) {
        List<List<String>> names = WeightNames.optimizerGroups(trained.keySet());
        return List.of(group(optimizer, optimizer.weightDecay(), names.get(0)), group(optimizer, 0, names.get(1)));
    }

    private ParameterGroup group(AdamW optimizer, double decay, List<String> names) {
        return ParameterGroup.adamW(rate, optimizer.beta1(), optimizer.beta2(), optimizer.epsilon(), decay, names);
    }

    private List<AdamStateSource> moments(ParameterStore store) {
        if (updates == 0) {
            return List.of();
        }
        Map<String, TensorSource> first = sources(store, Role.FIRST_MOMENT);
        Map<String, TensorSource> second = sources(store, Role.SECOND_MOMENT);
        List<AdamStateSource> moments = new ArrayList<>();
        first.forEach((name, mean) -> moments.add(new AdamStateSource(name, updates, mean, second.get(name))));
        return moments;
    }

    private static Map<String, TensorSource> sources(ParameterStore store, Role role) {
        Map<String, TensorSource> sources = new LinkedHashMap<>();
        for (ParameterSpec spec : store.specs()) {
            String name = WeightNames.GPT_PREFIX + spec.name();
            long[] shape = Arrays.stream(spec.shape()).asLongStream().toArray();
            sources.put(
                    name,
                    TensorSource.of(
                            name,
                            shape,
                            (offset, chunk, length) ->
                                    store.read(spec.name(), role, Math.toIntExact(offset), chunk, length)));
        }
        return sources;
    }

    /** The buffers of Coqui's two mel extractors, which its trainer stores too. */
    private static List<TensorSource> melBuffers() {
        List<TensorSource> buffers = new ArrayList<>();
        addBuffers(buffers, "torch_mel_spectrogram_style_encoder.mel_stft.", MelConfig.CONDITIONING);
        addBuffers(buffers, "torch_mel_spectrogram_dvae.mel_stft.", MelConfig.DVAE);
        return buffers;
    }

    private static void addBuffers(List<TensorSource> buffers, String prefix, MelConfig config) {
        float[] window = config.window().weights(config.windowLength());
        buffers.add(TensorSource.of(prefix + "spectrogram.window", new long[] {window.length}, window));
        float[] bank = new MelExtractor(config).filterBank();
        long bins = config.bins();
        buffers.add(TensorSource.of(prefix + "mel_scale.fb", new long[] {bank.length / bins, bins}, bank));
    }

    /**
     * Copies the optimizer's moments out of a checkpoint.
     *
     * @return how many updates they have had; 0 if there are no moments
     * @throws IllegalArgumentException if the file has moments, but not for every parameter
     */
    public static long restore(OptimizerState optimizer, ParameterStore store) throws IOException {
        Map<String, AdamState> moments = optimizer.moments();
        if (moments.isEmpty()) {
            return 0;
        }
        long updates = 0;
        for (ParameterSpec spec : store.specs()) {
            AdamState own = moments.get(WeightNames.GPT_PREFIX + spec.name());
            if (own == null) {
                throw new IllegalArgumentException("the optimizer has no state of gpt." + spec.name());
            }
            updates = Math.max(updates, Math.round(own.step()));
        }
        ParallelLoop.run(store.specs().size(), number -> {
            String name = store.specs().get(number).name();
            AdamState own = moments.get(WeightNames.GPT_PREFIX + name);
            copy(own.mean(), store, name, Role.FIRST_MOMENT);
            copy(own.square(), store, name, Role.SECOND_MOMENT);
        });
        return updates;
    }

    private static void copy(StoredTensor from, ParameterStore store, String name, Role role) {
        from.readAll((offset, values, length) -> store.write(name, role, Math.toIntExact(offset), values, length));
    }
}
