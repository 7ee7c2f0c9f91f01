package hangolo.models.xtts.gpt;

import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Tensor;
import hangolo.models.xtts.nn.Linear;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The GPT of XTTS: prompt from a reference, embeddings, transformer, heads (xtts-spec.md 6). It holds no values of its own, only
 * names of tensors in a store, so that generation sees the weights that are being trained.
 */
public final class XttsGpt {

    private final GptSizes sizes;
    private final ConditioningEncoder encoder;
    private final Perceiver perceiver;
    private final Tensor textEmbedding;
    private final Tensor textPositions;
    private final Tensor melEmbedding;
    private final Tensor melPositions;
    private final List<GptBlock> blocks;
    private final Norm lastNorm;
    private final Norm finalNorm;
    private final Linear textHead;
    private final Linear melHead;

    /**
     * @param store holds the tensors of {@link GptParameterSpecs#specs}
     * @param sizes of the same inventory
     */
    public XttsGpt(ParameterStore store, GptSizes sizes) {
        this.sizes = sizes;
        this.encoder = new ConditioningEncoder(store, sizes);
        this.perceiver = new Perceiver(store, sizes);
        this.textEmbedding = store.weight("text_embedding.weight");
        this.textPositions = store.weight("text_pos_embedding.emb.weight");
        this.melEmbedding = store.weight("mel_embedding.weight");
        this.melPositions = store.weight("mel_pos_embedding.emb.weight");
        this.blocks = IntStream.range(0, sizes.layers())
                .mapToObj(i -> GptBlock.of(store, "gpt.h." + i))
                .toList();
        this.lastNorm = Norm.of(store, "gpt.ln_f");
        this.finalNorm = Norm.of(store, "final_norm");
        this.textHead = Linear.of(store, "text_head");
        this.melHead = Linear.of(store, "mel_head");
    }

    /** The sizes. */
    public GptSizes sizes() {
        return sizes;
    }

    /** mel [frames, bins] of B references to their prompts [B · P, d]. */
    public Tensor prompt(Ops ops, Tensor mel, PackedSequences frames) {
        return perceiver.resample(ops, encoder.encode(ops, mel, frames), frames);
    }

    /** Text tokens with their positions: [n, d]. */
    public Tensor text(Ops ops, int[] tokens, int[] positions) {
        return ops.add(ops.gather(textEmbedding, tokens), ops.gather(textPositions, positions));
    }

    /** Audio tokens with their positions: [n, d]. */
    public Tensor mel(Ops ops, int[] tokens, int[] positions) {
        return ops.add(ops.gather(melEmbedding, tokens), ops.gather(melPositions, positions));
    }

    /** The transformer without its last norm: causal inside each sequence. */
    public Tensor transform(Ops ops, Tensor rows, PackedSequences sequences, float dropout) {
        GptBlock.Mixing mixing = GptBlock.causal(sequences, sizes.heads(), dropout);
        Tensor x = ops.dropout(rows, dropout);
        for (GptBlock block : blocks) {
            x = ops.checkpointed(x, in -> block.forward(ops, in, mixing, dropout));
        }
        return x;
    }

    /** The two norms behind the transformer, one on top of the other: what the heads read, and the latents. */
    public Tensor normalise(Ops ops, Tensor x) {
        return finalNorm.layer(ops, lastNorm.layer(ops, x));
    }

    /** Scores of the next text token. */
    public Tensor textLogits(Ops ops, Tensor normalised) {
        return textHead.apply(ops, normalised);
    }

    /** Scores of the next audio token. */
    public Tensor melLogits(Ops ops, Tensor normalised) {
        return melHead.apply(ops, normalised);
    }

    /** The first of the two norms. */
    public Norm lastNorm() {
        return lastNorm;
    }

    /** The second of the two norms. */
    public Norm finalNorm() {
        return finalNorm;
    }

    public Tensor textEmbedding() {
        return textEmbedding;
    }

    public Tensor melEmbedding() {
        return melEmbedding;
    }

    public List<GptBlock> blocks() {
        return blocks;
    }

    public ConditioningEncoder encoder() {
        return encoder;
    }

    public Perceiver perceiver() {
        return perceiver;
    }
}
