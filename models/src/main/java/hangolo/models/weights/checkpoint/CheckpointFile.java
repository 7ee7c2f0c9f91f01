package hangolo.models.weights.checkpoint;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.WeightNames;
import hangolo.models.weights.file.TorchWriter;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.weights.pickle.PickledObject;
import hangolo.models.weights.pickle.PlainValues;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A training checkpoint in the structure of Coqui's trainer (xtts-spec.md 1.4), open for reading; tensors are read on request. Also opens
 * {@code model.pth}, which has the same structure with most of it empty.
 *
 * <p>What this program needs beyond Coqui's keys lies under one additional key, which Coqui's software ignores.
 */
public final class CheckpointFile implements AutoCloseable {
    /** The additional key of this program. */
    static final String EXTRA = "hangolo";

    private final WeightFile file;
    private final Map<?, ?> root;
    private final WeightFileErrors errors;

    private CheckpointFile(WeightFile file, Map<?, ?> root) {
        this.file = file;
        this.root = root;
        this.errors = new WeightFileErrors(file.file());
    }

    /**
     * Opens a checkpoint.
     *
     * @throws WeightFileException if it is no readable weight file or has no {@code model}
     */
    public static CheckpointFile read(Path path) {
        WeightFile file = WeightFile.open(path);
        if (file.root() instanceof Map<?, ?> root && root.get("model") instanceof Map<?, ?>) {
            return new CheckpointFile(file, root);
        }
        file.close();
        throw new WeightFileException(
                path,
                "this is no checkpoint of the trainer: the key model is missing. Expected checkpoint_<step>.pth or model.pth");
    }

    /**
     * Writes a checkpoint in bounded memory; it appears whole or not at all.
     *
     * @throws WeightFileException if the file cannot be written; an existing file is then unchanged
     */
    public static void write(Path target, CheckpointContent content) {
        write(target, content, () -> {});
    }

    /**
     * As {@link #write(Path, CheckpointContent)}.
     *
     * @param read called when all tensors were read and may change, a while before the file is complete
     */
    public static void write(Path target, CheckpointContent content, Runnable read) {
        TorchWriter.write(target, content.toMap(), read);
    }

    /** The file. */
    public Path path() {
        return file.file();
    }

    /** The training configuration as plain maps, lists, text and numbers; empty if there is none. */
    public Map<String, Object> config() {
        return plain("config");
    }

    /** The whole state dict under the names in the file ({@code xtts.gpt...}, {@code dvae...}), in file order. */
    public Map<String, StoredTensor> model() {
        return file.tensors();
    }

    /** The XTTS tensors under their inference names, see {@link WeightNames#inference}. */
    public Map<String, StoredTensor> weights() {
        return WeightNames.inference(file.file(), file.tensors());
    }

    /**
     * The optimizer's state, if there is one.
     *
     * @throws WeightFileException if it does not fit the model
     */
    public Optional<OptimizerState> optimizer() {
        if (!(root.get("optimizer") instanceof Map<?, ?> optimizer)) {
            return Optional.empty();
        }
        Map<String, StoredTensor> parameters = new LinkedHashMap<>();
        weights().forEach((name, tensor) -> {
            if (name.startsWith(WeightNames.GPT_PREFIX)) {
                parameters.put(name, tensor);
            }
        });
        return Optional.of(new OptimizerReader(errors, parameters).read(optimizer));
    }

    /** The training step (micro-batch) that was last done when the file was written; 0 if not said. */
    public long step() {
        return root.get("step") instanceof Number n ? n.longValue() : 0;
    }

    /** The epoch within the process that wrote the file; 0 if not said. */
    public long epoch() {
        return root.get("epoch") instanceof Number n ? n.longValue() : 0;
    }

    /** The date as written, for example {@code December 06, 2023}; empty if not said. */
    public String date() {
        return root.get("date") instanceof String s ? s : "";
    }

    /** The losses at that step. */
    public CheckpointLosses losses() {
        return CheckpointLosses.of(root.get("model_loss"));
    }

    /** What this program stored for an exact resume (plain values); empty in files of Coqui's trainer. */
    public Map<String, Object> extra() {
        return plain(EXTRA);
    }

    private Map<String, Object> plain(String key) {
        Object value = root.get(key);
        PlainValues plain = new PlainValues(errors, v -> false);
        if (value instanceof Map<?, ?> map) {
            return plain.map(map);
        }
        if (value instanceof PickledObject object) {
            return plain.map(object.fields());
        }
        return Map.of();
    }

    @Override
    public void close() {
        file.close();
    }
}
