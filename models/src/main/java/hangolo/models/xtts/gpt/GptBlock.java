package hangolo.models.xtts.gpt;

import hangolo.engine.AttentionSpec;
import hangolo.engine.HeadLayout;
import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.nn.Probe;

/**
 * One block of GPT-2 (xtts-spec.md 6.4): {@code x += drop(proj(attention(norm x))); x += drop(mlp(norm x))}.
 */
public record GptBlock(Norm norm1, Conv1D qkv, Conv1D attentionOut, Norm norm2, Conv1D fc, Conv1D mlpOut, Probe probe) {

    static GptBlock of(ParameterStore store, String name, Probe probe) {
        return new GptBlock(
                Norm.of(store, name + ".ln_1"),
                Conv1D.of(store, name + ".attn.c_attn"),
                Conv1D.of(store, name + ".attn.c_proj"),
                Norm.of(store, name + ".ln_2"),
                Conv1D.of(store, name + ".mlp.c_fc"),
                Conv1D.of(store, name + ".mlp.c_proj"),
                probe);
    }

    /** With packed weights, for many calls with few rows in one pass. */
    public GptBlock packed(Pass pass) {
        return new GptBlock(
                norm1, qkv.packed(pass), attentionOut.packed(pass), norm2, fc.packed(pass), mlpOut.packed(pass), probe);
    }

    /** The attention of a block: [rows, 3 · d] of q, k, v to [rows, d]. */
    public interface Mixing {
        /** Mixes the rows. */
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

    /** [rows, d] to [rows, d]. */
    public Tensor forward(Ops ops, Tensor x, Mixing mixing, float dropout) {
        Tensor attended = attend(ops, recorded("_ln_1", ops, norm1.layer(ops, x)), mixing);
        Tensor mixed = ops.residual(x, recorded("_attn", ops, attended), dropout);
        Tensor fed = feedForward(ops, recorded("_ln_2", ops, norm2.layer(ops, mixed)));
        return recorded("", ops, ops.residual(mixed, recorded("_mlp", ops, fed), dropout));
    }

    private Tensor attend(Ops ops, Tensor normed, Mixing mixing) {
        return attentionOut.apply(ops, mixing.mix(ops, qkv.apply(ops, normed)));
    }

    private Tensor feedForward(Ops ops, Tensor normed) {
        return mlpOut.apply(ops, ops.geluTanh(fc.apply(ops, normed)));
    }

    private Tensor recorded(String name, Ops ops, Tensor tensor) {
        probe.record(name, ops, tensor);
        return tensor;
    }
}
