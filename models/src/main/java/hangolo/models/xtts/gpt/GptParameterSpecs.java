package hangolo.models.xtts.gpt;

import hangolo.engine.ParameterSpec;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.nn.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tensors of the GPT (xtts-spec.md A.1): what must be there with which shape, in the order of the optimizer.
 * Names are relative to {@code gpt.}: {@code gpt.h.0.ln_1.weight}, {@code text_embedding.weight}.
 */
public final class GptParameterSpecs {

    private static final int SHOWN_PROBLEMS = 8;
    private static final Pattern NO_DECAY =
            Pattern.compile(".*\\.bias|.*\\.(ln_1|ln_2|ln_f)\\.weight|final_norm\\.weight"
                    + "|conditioning_encoder\\.attn\\.\\d+\\.norm\\.weight|.*_embedding(\\.emb)?\\.weight");

    private final GptSizes sizes;
    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    /** The tensors of a model of these sizes. */
    public GptParameterSpecs(GptSizes sizes) {
        this.sizes = sizes;
        addConditioning();
        addTransformer();
    }

    /**
     * Compares the tensors of a file with config.json and vocab.json.
     *
     * @param weights the tensors under their names relative to {@code gpt.}
     * @throws ModelFormatException with every tensor that is missing or has another shape
     */
    public static GptParameterSpecs check(XttsConfig.Gpt config, GptSizes.Vocabulary vocabulary, StateDict weights)
            throws ModelFormatException {
        int[] latents = axes(weights, "conditioning_perceiver.latents", 2);
        int[] init = axes(weights, "conditioning_encoder.init.weight", 3);
        int[] queries = axes(weights, "conditioning_perceiver.layers.0.0.to_q.weight", 2);
        int[] out = axes(weights, "conditioning_perceiver.layers.0.1.2.weight", 2);
        if (queries[0] % GptSizes.PERCEIVER_HEADS != 0) {
            throw new ModelFormatException(
                    weights.origin() + ": conditioning_perceiver.layers.0.0.to_q.weight: expected a" + " multiple of "
                            + GptSizes.PERCEIVER_HEADS + " rows, found " + Arrays.toString(queries));
        }
        GptParameterSpecs inventory = new GptParameterSpecs(GptSizes.of(
                config,
                vocabulary,
                new GptSizes.Shapes(
                        latents[0],
                        init[1],
                        weights.indexCount("conditioning_encoder.attn."),
                        weights.indexCount("conditioning_perceiver.layers."),
                        queries[0],
                        out[1])));
        List<String> problems = inventory.problems(weights);
        if (!problems.isEmpty()) {
            int hidden = Math.max(0, problems.size() - SHOWN_PROBLEMS);
            throw new ModelFormatException(weights.origin() + ": the GPT does not fit config.json and vocab.json:\n  "
                    + String.join("\n  ", problems.subList(0, problems.size() - hidden))
                    + (hidden > 0 ? "\n  and " + hidden + " more" : "")
                    + "\nTake config.json, vocab.json and the weights from the same model.");
        }
        return inventory;
    }

    private static int[] axes(StateDict weights, String name, int count) throws ModelFormatException {
        int[] shape = weights.shape(name);
        if (shape.length != count || Arrays.stream(shape).anyMatch(size -> size < 1)) {
            throw new ModelFormatException(
                    weights.origin() + ": " + name + ": expected " + count + " axes, found " + Arrays.toString(shape));
        }
        return shape;
    }

    /** The sizes. */
    public GptSizes sizes() {
        return sizes;
    }

    /**
     * The parameters in the order of Coqui's optimizer: those with weight decay, then those without, each sorted by name
     * (xtts-spec.md 7.4).
     */
    public List<ParameterSpec> specs() {
        return shapes.entrySet().stream()
                .map(e -> new ParameterSpec(e.getKey(), e.getValue(), decays(e.getKey())))
                .sorted(Comparator.comparing(ParameterSpec::decay).reversed().thenComparing(ParameterSpec::name))
                .toList();
    }

    /** Whether weight decay applies to a parameter: not to biases, norms and embeddings. */
    public static boolean decays(String name) {
        return !NO_DECAY.matcher(name).matches();
    }

    private void addConditioning() {
        int d = sizes.width();
        add("conditioning_encoder.init", d, sizes.melBins(), 1);
        for (int i = 0; i < sizes.conditioningBlocks(); i++) {
            String block = "conditioning_encoder.attn." + i;
            norm(block + ".norm");
            add(block + ".qkv", 3 * d, d, 1);
            add(block + ".proj_out", d, d, 1);
        }
        shapes.put("conditioning_perceiver.latents", new int[] {sizes.prompt(), d});
        for (int i = 0; i < sizes.perceiverLayers(); i++) {
            String layer = "conditioning_perceiver.layers." + i;
            int inner = sizes.perceiverInner();
            shapes.put(layer + ".0.to_q.weight", new int[] {inner, d});
            shapes.put(layer + ".0.to_kv.weight", new int[] {2 * inner, d});
            shapes.put(layer + ".0.to_out.weight", new int[] {d, inner});
            add(layer + ".1.0", 2 * sizes.perceiverHidden(), d);
            add(layer + ".1.2", d, sizes.perceiverHidden());
        }
        shapes.put("conditioning_perceiver.norm.gamma", new int[] {d});
    }

    private void addTransformer() {
        int d = sizes.width();
        shapes.put("text_embedding.weight", new int[] {sizes.textTokens(), d});
        shapes.put("mel_embedding.weight", new int[] {sizes.audioTokens(), d});
        shapes.put("text_pos_embedding.emb.weight", new int[] {sizes.textPositions(), d});
        shapes.put("mel_pos_embedding.emb.weight", new int[] {sizes.audioPositions(), d});
        for (int i = 0; i < sizes.layers(); i++) {
            String block = "gpt.h." + i;
            norm(block + ".ln_1");
            projection(block + ".attn.c_attn", d, 3 * d);
            projection(block + ".attn.c_proj", d, d);
            norm(block + ".ln_2");
            projection(block + ".mlp.c_fc", d, 4 * d);
            projection(block + ".mlp.c_proj", 4 * d, d);
        }
        norm("gpt.ln_f");
        norm("final_norm");
        add("text_head", sizes.textTokens(), d);
        add("mel_head", sizes.audioTokens(), d);
    }

    private void add(String name, int... weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new int[] {weight[0]});
    }

    private void projection(String name, int in, int out) {
        shapes.put(name + ".weight", new int[] {in, out});
        shapes.put(name + ".bias", new int[] {out});
    }

    private void norm(String name) {
        add(name, sizes.width());
    }

    private List<String> problems(StateDict weights) throws ModelFormatException {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
            String name = entry.getKey();
            String expected = name + ": expected " + Arrays.toString(entry.getValue()) + reason(name);
            if (!weights.has(name)) {
                problems.add(expected + ", the tensor is missing");
            } else if (!Arrays.equals(weights.shape(name), entry.getValue())) {
                problems.add(expected + ", found " + Arrays.toString(weights.shape(name)));
            }
        }
        int blocks = weights.indexCount("gpt.h.");
        if (blocks > sizes.layers()) {
            problems.add("gpt.h." + sizes.layers() + ": unexpected, config.json says gpt_layers " + sizes.layers()
                    + " but the file has " + blocks);
        }
        return problems;
    }

    private String reason(String name) {
        if (name.startsWith("text_embedding") || name.startsWith("text_head")) {
            return " (vocab.json has tokens up to " + (sizes.textTokens() - 1) + ")";
        }
        if (name.startsWith("mel_embedding") || name.startsWith("mel_head")) {
            return " (gpt_num_audio_tokens is " + sizes.audioTokens() + ")";
        }
        if (name.startsWith("text_pos_embedding")) {
            return " (gpt_max_text_tokens is " + (sizes.textPositions() - 2) + ")";
        }
        return name.startsWith("mel_pos_embedding")
                ? " (gpt_max_audio_tokens is " + (sizes.audioPositions() - 3) + ")"
                : "";
    }
}
