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

/** Any number of frames to a fixed number of latents, the prompt of the GPT (xtts-spec.md 6.3). */
public final class Perceiver {

    private final Tensor latents;
    private final List<Layer> layers;
    private final Tensor gamma;

    Perceiver(ParameterStore store, GptSizes sizes) {
        this.latents = store.weight("conditioning_perceiver.latents");
        this.layers = IntStream.range(0, sizes.perceiverLayers())
                .mapToObj(i -> Layer.of(store, "conditioning_perceiver.layers." + i, sizes.perceiverHeads()))
                .toList();
        this.gamma = store.weight("conditioning_perceiver.norm.gamma");
    }

    /** context [frames, d] of B references to [B · P, d]. */
    Tensor resample(Ops ops, Tensor context, PackedSequences frames) {
        int rows = frames.count() * latents.rows();
        return ops.checkpointed(context, rows, latents.columns(), in -> read(ops, in, frames));
    }

    private Tensor read(Ops ops, Tensor context, PackedSequences frames) {
        Reading reading = Reading.of(latents.rows(), frames);
        Tensor x = start(ops, frames.count());
        for (Layer layer : layers) {
            x = ops.add(layer.attend(ops, x, context, reading), x);
            x = ops.add(layer.feedForward(ops, x), x);
        }
        return ops.rmsNorm(x, gamma);
    }

    /** The learned latents, once for every reference. */
    public Tensor start(Ops ops, int count) {
        int each = latents.rows();
        return ops.gather(
                latents, IntStream.range(0, count * each).map(i -> i % each).toArray());
    }

    public Tensor latents() {
        return latents;
    }

    public List<Layer> layers() {
        return layers;
    }

    /**
     * How the latents look at themselves and at their frames: keys are, per reference, its latents and then its frames.
     *
     * @param queries latents of each reference
     * @param keys latents and frames of each reference
     * @param order which row of [all latents | all frames] becomes which key
     */
    public record Reading(PackedSequences queries, PackedSequences keys, int[] order) {

        public static Reading of(int latents, PackedSequences frames) {
            int count = frames.count();
            int[] lengths = IntStream.range(0, count)
                    .map(i -> latents + frames.length(i))
                    .toArray();
            int[] order = new int[count * latents + frames.rows()];
            int next = 0;
            for (int i = 0; i < count; i++) {
                for (int row = 0; row < latents; row++) {
                    order[next++] = i * latents + row;
                }
                for (int row = frames.start(i); row < frames.end(i); row++) {
                    order[next++] = count * latents + row;
                }
            }
            return new Reading(PackedSequences.uniform(count, latents), PackedSequences.ofLengths(lengths), order);
        }
    }

    /** Attention without norm, mask and bias, and a gated feed-forward network. */
    public record Layer(Tensor toQ, Tensor toKv, Tensor toOut, Linear in, Linear out, int heads) {

        static Layer of(ParameterStore store, String name, int heads) {
            return new Layer(
                    store.weight(name + ".0.to_q.weight"),
                    store.weight(name + ".0.to_kv.weight"),
                    store.weight(name + ".0.to_out.weight"),
                    Linear.of(store, name + ".1.0"),
                    Linear.of(store, name + ".1.2"),
                    heads);
        }

        public Tensor attend(Ops ops, Tensor x, Tensor context, Reading reading) {
            int inner = toQ.rows();
            int width = inner / heads;
            Tensor queries = ops.linear(x, toQ);
            Tensor keys = ops.linear(ops.gather(ops.concatRows(x, context), reading.order()), toKv);
            Tensor mixed = ops.attention(
                    new HeadLayout(queries, 0, width),
                    new HeadLayout(keys, 0, width),
                    new HeadLayout(keys, inner, width),
                    new AttentionSpec(
                            heads, width, reading.queries(), reading.keys(), false, (float) (1 / Math.sqrt(width)), 0));
            return ops.linear(mixed, toOut);
        }

        public Tensor feedForward(Ops ops, Tensor x) {
            return out.apply(ops, ops.geglu(in.apply(ops, x)));
        }
    }
}
