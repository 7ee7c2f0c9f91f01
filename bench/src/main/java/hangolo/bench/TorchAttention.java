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

    /** Hugging Face GPT-2's mask value. */
    private static final double LOWEST = -Float.MAX_VALUE;

    /** The mask value that is added to scores, also in bf16. */
    private static final double HIDDEN = -1e30;

    /**
     * Which keys a query sees.
     *
     * @param hiddenLater the keys after the query's own position: [1, 1, T, T]
     * @param bias 0 for keys that are seen, else {@link #LOWEST}: [B, 1, 1, T]
     * @param seen both together: [B, 1, T, T]
     * @param addend both together, as {@code bias}, for every head and in the type of the operands: [B · heads, T, T]
     */
    record Mask(Tensor hiddenLater, Tensor bias, Tensor seen, Tensor addend) {

        /** Causal, and only the keys that are seen. */
        static Mask causal(Tensor keys, int heads, ScalarType type) {
            long count = keys.size(0);
            long length = keys.size(3);
            Tensor later =
                    torch.ones(length, length).triu(1).to(ScalarType.Bool).view(1, 1, length, length);
            Tensor bias = torch.ones(count, 1, 1, length)
                    .sub(keys.to(ScalarType.Float))
                    .mul(new Scalar(LOWEST));
            Tensor seen = keys.logical_and(later.logical_not());
            Tensor addend = torch.zeros(count, 1, length, length)
                    .masked_fill(seen.logical_not(), new Scalar(HIDDEN))
                    .to(type)
                    .expand(count, heads, length, length)
                    .reshape(count * heads, length, length);
            return new Mask(later, bias, seen, addend);
        }
    }

    private TorchAttention() {}

    static Tensor attend(
            TorchSettings.Attention kind, Tensor q, Tensor k, Tensor v, Optional<Mask> mask, double dropout) {
        return switch (kind) {
            case EXPLICIT -> Scoped.keep(() -> explicit(q, k, v, mask, dropout));
            case SDPA -> Scoped.keep(() -> sdpa(q, k, v, mask, dropout));
            case LEAN -> Scoped.keep(() -> lean(q, k, v, mask, dropout));
        };
    }

    private static Tensor sdpa(Tensor q, Tensor k, Tensor v, Optional<Mask> mask, double dropout) {
        TensorOptional seen = mask.map(m -> new TensorOptional(m.seen())).orElseGet(TensorOptional::new);
        return scaled_dot_product_attention(
                dense(q), dense(k), dense(v), seen, dropout, false, new DoubleOptional(), false);
    }

    /** The flash kernel wants the columns of a row next to each other. */
    private static Tensor dense(Tensor x) {
        return x.stride(3) == 1 ? x : x.contiguous();
    }

    private static Tensor lean(Tensor q, Tensor k, Tensor v, Optional<Mask> mask, double dropout) {
        Tensor keys = flat(k).transpose(1, 2);
        Scalar scale = new Scalar(1 / Math.sqrt(q.size(3)));
        Tensor scores =
                Scoped.keep(() -> mask.map(m -> torch.baddbmm(m.addend(), flat(q), keys, new Scalar(1.0), scale))
                        .orElseGet(() -> flat(q).mul(scale).bmm(keys)));
        return drop(scores.softmax(-1), dropout).bmm(flat(v)).view(q.size(0), q.size(1), q.size(2), v.size(3));
    }

    /** [B · heads, T, width]. */
    private static Tensor flat(Tensor x) {
        return x.reshape(-1, x.size(2), x.size(3));
    }

    private static Tensor drop(Tensor shares, double dropout) {
        return dropout == 0 ? shares : dropout(shares, dropout, true);
    }

    private static Tensor explicit(Tensor q, Tensor k, Tensor v, Optional<Mask> mask, double dropout) {
        Tensor scores = Scoped.keep(() -> q.matmul(k.transpose(2, 3)).div(new Scalar(Math.sqrt(q.size(3)))));
        Tensor masked = mask.map(m -> Scoped.keep(() ->
                        scores.masked_fill(m.hiddenLater(), new Scalar(LOWEST)).add(m.bias())))
                .orElse(scores);
        return drop(masked.softmax(-1), dropout).matmul(v);
    }
}
