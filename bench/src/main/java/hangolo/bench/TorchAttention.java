package hangolo.bench;

import static org.bytedeco.pytorch.global.torch.dropout;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Attention of libtorch: q, k, v [B, heads, T, width] to [B, heads, T, width]. */
final class TorchAttention {

    /** What Hugging Face's GPT-2 puts where a key must not be seen. */
    private static final double LOWEST = -Float.MAX_VALUE;

    /**
     * Which keys a query sees.
     *
     * @param hiddenLater the keys behind the query's own position: [1, 1, T, T]
     * @param bias 0 for keys that count, else {@link #LOWEST}: [B, 1, 1, T]
     * @param seen both together: [B, 1, T, T]
     */
    record Mask(Tensor hiddenLater, Tensor bias, Tensor seen) {

        /** Causal, and only the keys that count. */
        static Mask causal(Tensor keys) {
            long length = keys.size(3);
            Tensor later =
                    torch.ones(length, length).triu(1).to(ScalarType.Bool).view(1, 1, length, length);
            Tensor bias = torch.ones(keys.size(0), 1, 1, length)
                    .sub(keys.to(ScalarType.Float))
                    .mul(new Scalar(LOWEST));
            return new Mask(later, bias, keys.logical_and(later.logical_not()));
        }
    }

    private TorchAttention() {}

    static Tensor attend(
            TorchSettings.Attention way, Tensor q, Tensor k, Tensor v, Optional<Mask> mask, double dropout) {
        return switch (way) {
            case EXPLICIT -> Scoped.keep(() -> explicit(q, k, v, mask, dropout));
            case FUSED ->
                scaled_dot_product_attention(
                        q,
                        k,
                        v,
                        mask.map(m -> new TensorOptional(m.seen())).orElseGet(TensorOptional::new),
                        dropout,
                        false,
                        new DoubleOptional(),
                        false);
        };
    }

    private static Tensor explicit(Tensor q, Tensor k, Tensor v, Optional<Mask> mask, double dropout) {
        Tensor scores = Scoped.keep(() -> q.matmul(k.transpose(2, 3)).div(new Scalar(Math.sqrt(q.size(3)))));
        Tensor masked = mask.map(m -> Scoped.keep(() ->
                        scores.masked_fill(m.hiddenLater(), new Scalar(LOWEST)).add(m.bias())))
                .orElse(scores);
        Tensor shares = masked.softmax(-1);
        return (dropout == 0 ? shares : dropout(shares, dropout, true)).matmul(v);
    }
}
