package hangolo.bench;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.normalize;

import hangolo.models.xtts.gpt.GptSizes;
import java.util.Optional;
import org.bytedeco.pytorch.NormalizeFuncOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Conditioning encoder and perceiver in libtorch (xtts-spec.md 6.2, 6.3). */
record TorchConditioning(TorchLayers layers, GptSizes sizes) {

    /** Groups of a group norm: 32 at full width, as in Coqui TTS; fewer for small models. */
    private int groups() {
        int width = sizes.width();
        return width <= 16 ? 8 : width <= 64 ? 16 : 32;
    }

    /** mel [B, bins, frames] to the prompt [B, P, d]. */
    Tensor prompt(Tensor mel) {
        Tensor x = layers.convolve(mel, "conditioning_encoder.init");
        for (int i = 0; i < sizes.conditioningBlocks(); i++) {
            Tensor input = x;
            String name = "conditioning_encoder.attn." + i;
            x = Scoped.keep(() -> block(input, name));
        }
        return perceive(x.transpose(1, 2));
    }

    /** The residual starts after the norm; q, k, v of a head are adjacent. x [B, d, T]. */
    private Tensor block(Tensor input, String name) {
        Tensor x = layers.groupNorm(input, groups(), name + ".norm");
        int heads = sizes.heads();
        Tensor qkv = layers.convolve(x, name + ".qkv")
                .view(x.size(0), heads, 3, sizes.width() / heads, x.size(2))
                .transpose(3, 4);
        TensorVector parts = qkv.unbind(2);
        Tensor mixed = TorchAttention.attend(
                layers.settings().conditioning(), parts.get(0), parts.get(1), parts.get(2), Optional.empty(), 0);
        return layers.convolve(mixed.transpose(2, 3).reshape(x.size(0), sizes.width(), x.size(2)), name + ".proj_out")
                .add(x);
    }

    /** context [B, T, d] to [B, P, d]. */
    private Tensor perceive(Tensor context) {
        Tensor latents = layers.weights().get("conditioning_perceiver.latents");
        Tensor x = latents.unsqueeze(0).expand(context.size(0), -1, -1);
        for (int i = 0; i < sizes.perceiverLayers(); i++) {
            String name = "conditioning_perceiver.layers." + i;
            x = look(x, context, name).add(x);
            x = feedForward(x, name).add(x);
        }
        NormalizeFuncOptions columns = new NormalizeFuncOptions();
        columns.dim().put(-1);
        return normalize(x, columns)
                .mul(new Scalar(Math.sqrt(sizes.width())))
                .mul(layers.weights().get("conditioning_perceiver.norm.gamma"));
    }

    /** Latents attend to themselves and to the context. */
    private Tensor look(Tensor x, Tensor context, String name) {
        Tensor keysAndValues = layers.denseWithoutBias(cat(new TensorVector(x, context), 1), name + ".0.to_kv");
        TensorVector parts = keysAndValues.chunk(2, -1);
        Tensor mixed = TorchAttention.attend(
                layers.settings().conditioning(),
                heads(layers.denseWithoutBias(x, name + ".0.to_q")),
                heads(parts.get(0)),
                heads(parts.get(1)),
                Optional.empty(),
                0);
        return layers.denseWithoutBias(
                mixed.transpose(1, 2).reshape(x.size(0), x.size(1), sizes.perceiverInner()), name + ".0.to_out");
    }

    private Tensor heads(Tensor x) {
        int heads = sizes.perceiverHeads();
        return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    private Tensor feedForward(Tensor x, String name) {
        TensorVector halves = layers.dense(x, name + ".1.0").chunk(2, -1);
        return layers.dense(gelu(halves.get(1)).mul(halves.get(0)), name + ".1.2");
    }
}
