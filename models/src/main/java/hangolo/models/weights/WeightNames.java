package hangolo.models.weights;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one place that knows how tensors are called: in trainer checkpoints ({@code xtts.gpt.text_head.weight}), in inference files and
 * everywhere in this program ({@code gpt.text_head.weight}), and by which names weight decay goes (xtts-spec.md 1.3, 7.4).
 */
public final class WeightNames {
    /** What the trainer puts before every name of the XTTS model. */
    public static final String TRAINER_PREFIX = "xtts.";

    /** What all names of the trained part begin with in inference files. */
    public static final String GPT_PREFIX = "gpt.";

    /** What the trainer puts before the names of {@code dvae.pth}. */
    public static final String DVAE_PREFIX = "dvae.";

    private static final Set<String> TRAINER_ONLY =
            Set.of("torch_mel_spectrogram_style_encoder", "torch_mel_spectrogram_dvae", "dvae");
    private static final Pattern ALIAS = Pattern.compile(
            "gpt\\.gpt\\.wte\\.weight|gpt\\.gpt_inference\\..*|gpt\\.gpt\\.h\\.\\d+\\.attn\\.(masked_)?bias");
    private static final Set<String> UNDECAYED_OWNERS =
            Set.of("ln_1", "ln_2", "ln_f", "final_norm", "norm", "text_embedding", "mel_embedding", "emb", "wte");

    private WeightNames() {}

    /**
     * The inference name of a tensor, or empty if inference has none: mel extractors, DVAE, and aliases of other tensors
     * that older exports contain. Both spellings of weight norm come out as {@code parametrizations.weight.original0/1}.
     */
    public static Optional<String> inferenceName(String name) {
        String bare = name.startsWith(TRAINER_PREFIX) ? name.replace(TRAINER_PREFIX, "") : name;
        int dot = bare.indexOf('.');
        if (TRAINER_ONLY.contains(dot < 0 ? bare : bare.substring(0, dot))) {
            return Optional.empty();
        }
        if (ALIAS.matcher(bare).matches()) {
            return Optional.empty();
        }
        return Optional.of(weightNorm(bare));
    }

    private static String weightNorm(String name) {
        if (name.endsWith(".weight_g")) {
            return name.substring(0, name.length() - "weight_g".length()) + "parametrizations.weight.original0";
        }
        if (name.endsWith(".weight_v")) {
            return name.substring(0, name.length() - "weight_v".length()) + "parametrizations.weight.original1";
        }
        return name;
    }

    /**
     * A state dict under its inference names, in file order; works for trainer checkpoints and for inference files.
     *
     * @throws WeightFileException if two tensors get the same name
     */
    public static Map<String, StoredTensor> inference(Path file, Map<String, StoredTensor> tensors) {
        Map<String, StoredTensor> result = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> inferenceName(name).ifPresent(bare -> {
            if (result.put(bare, tensor.named(bare)) != null) {
                throw new WeightFileException(file, "two tensors are called " + bare + ". Export the model again");
            }
        }));
        return result;
    }

    /** The tensors whose names begin with a prefix, without it and in file order: {@code dvae.} of a checkpoint, for example. */
    public static Map<String, StoredTensor> part(Map<String, StoredTensor> tensors, String prefix) {
        Map<String, StoredTensor> result = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                result.put(rest, tensor.named(rest));
            }
        });
        return result;
    }

    /**
     * True if AdamW's weight decay applies to a parameter: not to biases, layer and group norms and embeddings, but to all
     * other weights, the perceiver's latents and its norm's gamma. Takes names with or without prefixes.
     */
    public static boolean decays(String name) {
        String[] path = name.split("\\.");
        String last = path[path.length - 1];
        if (last.equals("bias")) {
            return false;
        }
        String owner = path.length > 1 ? path[path.length - 2] : "";
        return !(last.equals("weight") && UNDECAYED_OWNERS.contains(owner));
    }

    /**
     * The trained parameters in the order in which Coqui's optimizer numbers them: the decaying ones, then the others, each group
     * sorted by name (code points, so {@code h.10} comes before {@code h.2}).
     */
    public static List<List<String>> optimizerGroups(Collection<String> names) {
        Comparator<String> codePoints = Comparator.naturalOrder();
        return List.of(
                names.stream().filter(WeightNames::decays).sorted(codePoints).toList(),
                names.stream().filter(n -> !decays(n)).sorted(codePoints).toList());
    }
}
