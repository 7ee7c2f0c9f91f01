package hangolo.models.xtts.gpt;

import hangolo.engine.AttentionSpec;
import hangolo.engine.HeadLayout;
import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;

/**
 * One block of GPT-2 (xtts-spec.md 6.4): {@code x += drop(proj(attention(norm x))); x += drop(mlp(norm x))}.
 */
public record GptBlock(Norm norm1, Conv1D qkv, Conv1D attentionOut, Norm norm2, Conv1D fc, Conv1D mlpOut) {

    static GptBlock of(ParameterStore store, String name) {
        return new GptBlock(
                Norm.of(store, name + ".ln_1"),
                Conv1D.of(store, name + ".attn.c_attn"),
                Conv1D.of(store, name + ".attn.c_proj"),
                Norm.of(store, name + ".ln_2"),
                Conv1D.of(store, name + ".mlp.c_fc"),
                Conv1D.of(store, name + ".mlp.c_proj"));
    }

    /** The same, for many calls with few rows in one pass. */
    public GptBlock packed(Pass pass) {
        return new GptBlock(
                norm1, qkv.packed(pass), attentionOut.packed(pass), norm2, fc.packed(pass), mlpOut.packed(pass));
    }

    /** How the rows [q | k | v] of a block look at each other. */
    public interface Mixing {
        Tensor mix(Ops ops, Tensor qkv);
    }

    /** Causal attention inside each sequence. */
    public static Mixing causal(PackedSequences sequences, int heads, float dropout) {
        return (ops, qkv) -> {
            int d = qkv.columns() / 3;
            int width = d / heads;
            return ops.attention(
                    new HeadLayout(qkv, 0, width),
                    new HeadLayout(qkv, d, width),
                    new HeadLayout(qkv, 2 * d, width),
                    AttentionSpec.within(sequences, heads, width, true, dropout));
        };
    }

    public Tensor forward(Ops ops, Tensor x, Mixing mixing, float dropout) {
        Tensor mixed = ops.residual(x, attend(ops, norm1.layer(ops, x), mixing), dropout);
        return ops.residual(mixed, feedForward(ops, norm2.layer(ops, mixed)), dropout);
    }

    public Tensor attend(Ops ops, Tensor normed, Mixing mixing) {
        return attentionOut.apply(ops, mixing.mix(ops, qkv.apply(ops, normed)));
    }

    public Tensor feedForward(Ops ops, Tensor normed) {
        return mlpOut.apply(ops, ops.geluTanh(fc.apply(ops, normed)));
    }
}
