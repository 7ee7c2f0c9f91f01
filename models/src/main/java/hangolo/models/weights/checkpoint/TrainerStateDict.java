package hangolo.models.weights.checkpoint;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightNames;
import hangolo.models.weights.pickle.PickledDict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together the state dict of a trainer checkpoint: all tensors, the frozen ones included, in Coqui's order. */
public final class TrainerStateDict {
    private static final String STYLE_MEL = "torch_mel_spectrogram_style_encoder.";
    private static final String DVAE_MEL = "torch_mel_spectrogram_dvae.";

    /** XTTS has at most nine levels; a hostile name may have thousands. */
    private static final int DEEPEST_MODULE = 32;

    private TrainerStateDict() {}

    /**
     * The state dict of a checkpoint with some tensors replaced; names and order stay.
     *
     * @param model the state dict of the checkpoint that was resumed, see {@link CheckpointFile#model}; stays open until written
     * @param trained the replacements under inference names ({@code gpt.text_head.weight})
     * @throws IllegalArgumentException if a replacement has no tensor to replace
     */
    public static List<TensorSource> updated(Map<String, StoredTensor> model, Map<String, TensorSource> trained) {
        List<TensorSource> result = new ArrayList<>();
        Set<String> unused = new LinkedHashSet<>(trained.keySet());
        model.forEach((name, tensor) -> {
            String bare = WeightNames.inferenceName(name).orElse("");
            TensorSource replacement = trained.get(bare);
            unused.remove(bare);
            result.add(replacement == null ? TensorSource.copyOf(tensor, name) : new Renamed(name, replacement));
        });
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("trained tensors that the model does not have: " + unused);
        }
        return result;
    }

    /**
     * The state dict of a first checkpoint, made of a model folder.
     *
     * @param weights {@code model.pth} under inference names, see {@link WeightNames#inference}; stays open until written
     * @param dvae {@code dvae.pth} as it is; stays open until written
     * @param melBuffers the windows and filter banks of both mel extractors under their full trainer names
     *     ({@code torch_mel_spectrogram_dvae.mel_stft.mel_scale.fb}, ...)
     * @param trained the trained tensors under inference names
     */
    public static List<TensorSource> assembled(
            Map<String, StoredTensor> weights,
            Map<String, StoredTensor> dvae,
            Collection<TensorSource> melBuffers,
            Map<String, TensorSource> trained) {
        Map<String, StoredTensor> xtts = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> xtts.put(WeightNames.TRAINER_PREFIX + name, tensor));
        List<TensorSource> result = new ArrayList<>(updated(xtts, trained));
        addBuffers(result, melBuffers, STYLE_MEL);
        dvae.forEach((name, tensor) -> result.add(TensorSource.copyOf(tensor, WeightNames.DVAE_PREFIX + name)));
        addBuffers(result, melBuffers, DVAE_MEL);
        return result;
    }

    private static void addBuffers(List<TensorSource> result, Collection<TensorSource> buffers, String prefix) {
        for (TensorSource buffer : buffers) {
            if (buffer.name().startsWith(prefix)) {
                result.add(buffer);
            }
        }
    }

    /**
     * The tensors as the OrderedDict that a file holds, with the versions of the modules: PyTorch asks for version 2 of batch norms,
     * everything else has version 1.
     */
    public static PickledDict withVersions(List<? extends TensorSource> tensors) {
        PickledDict dict = new PickledDict();
        Set<String> batchNorms = new HashSet<>();
        for (TensorSource tensor : tensors) {
            if (dict.put(tensor.name(), tensor) != null) {
                throw new IllegalArgumentException("two tensors are called " + tensor.name());
            }
            if (tensor.name().endsWith(".num_batches_tracked")) {
                batchNorms.add(parent(tensor.name()));
            }
        }
        PickledDict versions = new PickledDict();
        for (TensorSource tensor : tensors) {
            addModules(parent(tensor.name()), batchNorms, versions);
        }
        dict.attributes().put("_metadata", versions);
        return dict;
    }

    /** Adds a module and those it lies in, outermost first. */
    private static void addModules(String module, Set<String> batchNorms, PickledDict versions) {
        if (versions.containsKey(module)) {
            return;
        }
        int level = 0;
        int end = module.isEmpty() ? -1 : module.indexOf('.');
        addModule("", batchNorms, versions);
        while (end >= 0 && ++level < DEEPEST_MODULE) {
            addModule(module.substring(0, end), batchNorms, versions);
            end = module.indexOf('.', end + 1);
        }
        addModule(module, batchNorms, versions);
    }

    private static void addModule(String module, Set<String> batchNorms, PickledDict versions) {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("version", batchNorms.contains(module) ? 2L : 1L);
        versions.putIfAbsent(module, version);
    }

    private static String parent(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    private record Renamed(String name, TensorSource source) implements TensorSource {
        @Override
        public long[] shape() {
            return source.shape();
        }

        @Override
        public Dtype dtype() {
            return source.dtype();
        }

        @Override
        public void read(long offset, float[] chunk, int length) {
            source.read(offset, chunk, length);
        }

        @Override
        public void readElements(long offset, int length, java.nio.ByteBuffer target) {
            source.readElements(offset, length, target);
        }
    }
}
