package hangolo.models.xtts.gpt;

import hangolo.engine.AttentionSpec;
import hangolo.engine.HeadLayout;
import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Tensor;
import hangolo.models.xtts.nn.Linear;
import java.util.List;
import java.util.stream.IntStream;

/** Mel frames of a reference to frames of the GPT's width, by attention in both directions (xtts-spec.md 6.2). */
public final class ConditioningEncoder {

    private final Linear init;
    private final List<Block> blocks;

    ConditioningEncoder(ParameterStore store, GptSizes sizes) {
        this.init = Linear.of(store, "conditioning_encoder.init");
        this.blocks = IntStream.range(0, sizes.conditioningBlocks())
                .mapToObj(i -> Block.of(store, "conditioning_encoder.attn." + i, sizes))
                .toList();
    }

    /** mel [frames, bins] of several references to [frames, d]. */
    public Tensor encode(Ops ops, Tensor mel, PackedSequences frames) {
        Tensor x = init.apply(ops, mel);
        for (Block block : blocks) {
            x = ops.checkpointed(x, in -> block.forward(ops, in, frames));
        }
        return x;
    }

    public Linear init() {
        return init;
    }

    public List<Block> blocks() {
        return blocks;
    }

    /** Groups of the norm: 8 up to 16 channels, 16 up to 64, else 32, halved until they divide the channels. */
    static int groups(int channels) {
        int groups = channels <= 16 ? 8 : channels <= 64 ? 16 : 32;
        while (channels % groups != 0) {
            groups /= 2;
        }
        return groups;
    }

    /** The residual is taken after the norm, and each head holds its q, k, v next to each other. */
    public record Block(Norm norm, Linear qkv, Linear out, int heads, int width, int groups) {

        static Block of(ParameterStore store, String name, GptSizes sizes) {
            return new Block(
                    Norm.of(store, name + ".norm"),
                    Linear.of(store, name + ".qkv"),
                    Linear.of(store, name + ".proj_out"),
                    sizes.heads(),
                    sizes.width() / sizes.heads(),
                    ConditioningEncoder.groups(sizes.width()));
        }

        public Tensor forward(Ops ops, Tensor input, PackedSequences frames) {
            Tensor x = norm.group(ops, input, frames, groups);
            Tensor qkv = this.qkv.apply(ops, x);
            Tensor mixed = ops.attention(
                    new HeadLayout(qkv, 0, 3 * width),
                    new HeadLayout(qkv, width, 3 * width),
                    new HeadLayout(qkv, 2 * width, 3 * width),
                    AttentionSpec.within(frames, heads, width, false, 0));
            return ops.add(out.apply(ops, mixed), x);
        }
    }
}
