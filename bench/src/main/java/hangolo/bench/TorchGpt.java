package hangolo.bench;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.embedding;

import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.training.TrainingGraph;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The GPT of XTTS in libtorch, padded as in Coqui TTS (xtts-spec.md 6.4, 6.5). */
record TorchGpt(TorchLayers layers, TorchConditioning conditioning, GptSizes sizes) {

    private static final int IGNORED = -1;
    private static final long MEAN = 1;

    /** Cross entropies and their weighted sum. */
    record Losses(Tensor text, Tensor mel, Tensor total) {}

    TorchGpt(TorchLayers layers, GptSizes sizes) {
        this(layers, new TorchConditioning(layers, sizes), sizes);
    }

    Losses losses(PaddedBatch batch) {
        long texts = batch.text().size(1);
        long mels = batch.mel().size(1);
        Tensor x = Scoped.keep(() -> layers.drop(cat(
                new TensorVector(
                        conditioning.prompt(batch.conditioning()),
                        embed(batch.text(), "text"),
                        embed(batch.mel(), "mel")),
                1)));
        Tensor normed = Scoped.keep(() ->
                layers.layerNorm(layers.layerNorm(transform(x, batch.keys()), "gpt.ln_f"), "final_norm"));
        Tensor text =
                Scoped.keep(() -> loss(normed.narrow(1, sizes.prompt(), texts), "text_head", batch.textTargets()));
        Tensor mel =
                Scoped.keep(() -> loss(normed.narrow(1, sizes.prompt() + texts, mels), "mel_head", batch.melTargets()));
        TrainingGraph.Settings weights = TrainingGraph.Settings.TRAINING;
        return new Losses(
                text, mel, text.mul(new Scalar(weights.textWeight())).add(mel.mul(new Scalar(weights.melWeight()))));
    }

    private Tensor embed(Tensor tokens, String part) {
        Tensor positions =
                layers.weights().get(part + "_pos_embedding.emb.weight").narrow(0, 0, tokens.size(1));
        return embedding(layers.weights().get(part + "_embedding.weight"), tokens)
                .add(positions);
    }

    private Tensor transform(Tensor rows, Tensor keys) {
        TorchAttention.Mask mask = TorchAttention.Mask.causal(
                keys, sizes.heads(), layers.settings().bf16() ? ScalarType.BFloat16 : ScalarType.Float);
        Tensor x = rows;
        for (int i = 0; i < sizes.layers(); i++) {
            Tensor input = x;
            String name = "gpt.h." + i;
            x = Scoped.keep(() -> block(input, name, mask));
        }
        return x;
    }

    private Tensor block(Tensor x, String name, TorchAttention.Mask mask) {
        Tensor attended = Scoped.keep(() -> attend(layers.layerNorm(x, name + ".ln_1"), name + ".attn", mask));
        Tensor mixed = x.add(attended);
        Tensor fed = Scoped.keep(() -> feedForward(layers.layerNorm(mixed, name + ".ln_2"), name + ".mlp"));
        return mixed.add(fed);
    }

    private Tensor attend(Tensor x, String name, TorchAttention.Mask mask) {
        TensorVector parts = layers.conv1dLayer(x, name + ".c_attn").chunk(3, -1);
        Tensor mixed = TorchAttention.attend(
                layers.settings().transformer(),
                heads(parts.get(0)),
                heads(parts.get(1)),
                heads(parts.get(2)),
                Optional.of(mask),
                layers.settings().dropout());
        Tensor merged = mixed.transpose(1, 2).reshape(x.size(0), x.size(1), x.size(2));
        return layers.drop(layers.conv1dLayer(merged, name + ".c_proj"));
    }

    private Tensor heads(Tensor x) {
        int heads = sizes.heads();
        return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    private Tensor feedForward(Tensor x, String name) {
        Tensor inner = layers.conv1dLayer(x, name + ".c_fc");
        Tensor active = Scoped.keep(() -> layers.geluTanh(inner));
        return layers.drop(layers.conv1dLayer(active, name + ".c_proj"));
    }

    /** Logits of all rows, padding included, as in Coqui TTS; the mean over the rows with a target. */
    private Tensor loss(Tensor rows, String head, Tensor targets) {
        Tensor logits = layers.dense(rows, head).to(ScalarType.Float);
        return cross_entropy_loss(logits.reshape(-1, logits.size(2)), targets, new TensorOptional(), MEAN, IGNORED, 0);
    }
}
