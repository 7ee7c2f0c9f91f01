package hangolo.bench.kernel;

import hangolo.bench.Rows;
import hangolo.bench.Sizes;
import hangolo.engine.AttentionSpec;
import hangolo.engine.HeadLayout;
import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.Tensor;
import java.util.List;

/** Causal attention inside each of the three clips, all heads, with dropout. */
public class SelfAttention extends MatMulOperation {

    private static final int WIDTH = Sizes.FULL.width() / Sizes.FULL.heads();

    /** The rows of each clip. */
    static final PackedSequences CLIPS = PackedSequences.ofLengths(Rows.packed(Sizes.FULL).sequences().stream()
            .mapToInt(Integer::intValue)
            .toArray());

    @Override
    List<Input> inputs() {
        return List.of(new Input(CLIPS.rows(), 3 * Sizes.FULL.width()));
    }

    @Override
    Tensor apply(Ops ops, List<Tensor> inputs) {
        Tensor qkv = inputs.get(0);
        return ops.attention(
                new HeadLayout(qkv, 0, WIDTH),
                new HeadLayout(qkv, Sizes.FULL.width(), WIDTH),
                new HeadLayout(qkv, 2 * Sizes.FULL.width(), WIDTH),
                AttentionSpec.within(CLIPS, Sizes.FULL.heads(), WIDTH, true, DROPOUT));
    }
}
