package hangolo.models.xtts.vocoder;

import hangolo.engine.Backend;
import hangolo.engine.Conv1dShape;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.nn.Convolution;
import hangolo.models.xtts.nn.Linear;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The HiFi-GAN generator of XTTS: latents of the GPT and a speaker embedding to samples (xtts-spec.md 9.4). Channels, kernels and
 * the number of stages come from the shapes of its tensors. Owns its parameters.
 */
public final class HifiGan implements AutoCloseable {

    static final float SLOPE = 0.1f;
    private static final float LAST_SLOPE = 0.01f;
    private static final int[] DILATIONS = {1, 3, 5};
    /** Latent rows that are made into samples at once; the memory of a pass grows with it. */
    private static final int WINDOW = 1024;

    private final Backend backend;
    private final HifiGanParameters parameters;
    private final Convolution before;
    private final Linear condition;
    private final List<Stage> stages;
    private final Convolution after;

    private HifiGan(Backend backend, HifiGanParameters parameters, int stages, int blocks) {
        ParameterStore rest = parameters.rest();
        this.backend = backend;
        this.parameters = parameters;
        this.before = Convolution.same(rest, "conv_pre", 1);
        this.condition = Linear.of(rest, "cond_layer");
        this.stages = IntStream.range(0, stages)
                .mapToObj(i -> Stage.of(parameters, i, blocks / stages))
                .toList();
        this.after = Convolution.same(rest, "conv_post", 1);
    }

    /**
     * Loads a generator.
     *
     * @param weights the tensors below {@code hifigan_decoder.waveform_decoder.}, with or without weight norm
     * @param backend computes; its precision is that of the residual blocks
     */
    public static HifiGan load(StateDict weights, Backend backend) throws IOException {
        StateDict plain = WeightNorm.remove(weights);
        int stages = plain.indexCount("ups.");
        int blocks = plain.indexCount(HifiGanParameters.RESIDUAL);
        if (stages == 0 || blocks == 0 || blocks % stages != 0) {
            throw new ModelFormatException(weights.origin() + ": the vocoder has " + stages + " upsampling stages and "
                    + blocks + " residual blocks; expected the same number of blocks for each stage");
        }
        for (String name : List.of("conv_pre.weight", "conv_pre.bias", "conv_post.weight", "cond_layer.weight")) {
            plain.shape(name);
        }
        HifiGanParameters parameters = HifiGanParameters.of(plain, backend);
        try {
            return new HifiGan(backend, parameters, stages, blocks);
        } catch (IllegalArgumentException e) {
            parameters.close();
            throw new ModelFormatException(weights.origin() + ": the vocoder is incomplete: " + e.getMessage(), e);
        }
    }

    /** Channels of a latent. */
    public int latentWidth() {
        return before.linear().weight().columns() / before.window().kernel();
    }

    /** Size of a speaker embedding. */
    public int speakerWidth() {
        return condition.weight().columns();
    }

    /** Samples that are made of one latent row. */
    public int samplesPerRow() {
        return stages.stream().mapToInt(stage -> stage.window().stride()).reduce(1, Math::multiplyExact);
    }

    /**
     * Samples from latents. Long ones are made piece by piece, each with all the rows around it that it depends on, so that
     * the memory does not grow with the length.
     *
     * @param latents [rows, d] already interpolated to the vocoder's rate, see {@link #resample}
     * @param speaker embedding
     */
    public float[] samples(float[] latents, float[] speaker) {
        return samples(latents, speaker, WINDOW);
    }

    float[] samples(float[] latents, float[] speaker, int window) {
        int width = latentWidth();
        int rows = latents.length / width;
        int each = samplesPerRow();
        int context = context();
        float[] samples = new float[Math.multiplyExact(rows, each)];
        for (int from = 0; from < rows; from += window) {
            int to = Math.min(rows, from + window);
            int first = Math.max(0, from - context);
            int last = Math.min(rows, to + context);
            float[] part = piece(Arrays.copyOfRange(latents, first * width, last * width), speaker);
            System.arraycopy(part, (from - first) * each, samples, from * each, (to - from) * each);
        }
        return samples;
    }

    private float[] piece(float[] latents, float[] speaker) {
        try (Pass pass = backend.inference()) {
            Tensor g = pass.constant(1, speaker.length, speaker);
            Tensor x = pass.constant(latents.length / latentWidth(), latentWidth(), latents);
            return pass.read(generate(pass, x, g));
        }
    }

    /** Latent rows on each side of a row that its samples depend on. */
    int context() {
        int rows = after.window().padding();
        for (int i = stages.size() - 1; i >= 0; i--) {
            Stage stage = stages.get(i);
            int seen = rows
                    + stage.blocks().stream()
                            .mapToInt(ResidualBlock::padding)
                            .max()
                            .orElse(0)
                    + stage.window().kernel();
            rows = (seen + stage.window().stride() - 1) / stage.window().stride();
        }
        return rows + before.window().padding();
    }

    /**
     * Latents of the GPT at the rate of the vocoder: linear interpolation by each factor, one after the other (two
     * interpolations are not one).
     *
     * @param latents [rows, d]
     */
    public float[] resample(float[] latents, double... factors) {
        try (Pass pass = backend.inference()) {
            Tensor x = pass.constant(latents.length / latentWidth(), latentWidth(), latents);
            for (double factor : factors) {
                if (factor != 1) {
                    x = pass.interpolateRows(x, (int) Math.floor(x.rows() * factor), factor);
                }
            }
            return pass.read(x);
        }
    }

    private Tensor generate(Pass pass, Tensor latents, Tensor speaker) {
        Tensor x = conditioned(pass, first(pass, latents), speaker);
        for (Stage stage : stages) {
            x = stage.forward(pass, x, speaker);
        }
        return pass.tanh(after.after(pass, LAST_SLOPE, x));
    }

    List<Stage> stages() {
        return stages;
    }

    Tensor first(Pass pass, Tensor latents) {
        return before.after(pass, 1f, latents);
    }

    Tensor conditioned(Pass pass, Tensor x, Tensor speaker) {
        return pass.addRow(x, condition.apply(pass, speaker));
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** A transposed convolution, the speaker, and the mean of the residual blocks. */
    record Stage(
            Tensor weight, Tensor bias, Conv1dShape window, Optional<Linear> condition, List<ResidualBlock> blocks) {

        private static Stage of(HifiGanParameters parameters, int index, int blocks) {
            ParameterStore store = parameters.rest();
            Tensor weight = store.weight("ups." + index + ".weight");
            Tensor bias = store.weight("ups." + index + ".bias");
            if (weight.columns() % bias.columns() != 0 || weight.columns() / bias.columns() < 2) {
                throw new IllegalArgumentException(
                        "ups." + index + ": weight " + weight.shape() + " is no multiple of bias " + bias.shape());
            }
            int kernel = weight.columns() / bias.columns();
            int stride = kernel / 2;
            String condition = "conds." + index;
            return new Stage(
                    weight,
                    bias,
                    new Conv1dShape(kernel, stride, (kernel - stride) / 2, 1),
                    store.find(condition + ".weight").map(spec -> Linear.of(store, condition)),
                    IntStream.range(index * blocks, (index + 1) * blocks)
                            .mapToObj(i -> ResidualBlock.of(parameters.residual(), HifiGanParameters.RESIDUAL + i))
                            .toList());
        }

        Tensor forward(Pass pass, Tensor input, Tensor speaker) {
            int rows = input.rows() * window.stride();
            int channels = bias.columns();
            Tensor x = pass.resultOf(rows, channels, () -> {
                Tensor up = raise(pass, pass.leakyRelu(input, SLOPE));
                return condition
                        .map(c -> pass.addRow(up, c.apply(pass, speaker)))
                        .orElse(up);
            });
            Tensor sum = pass.buffer(rows, channels);
            for (ResidualBlock block : blocks) {
                long mark = pass.mark();
                pass.put(sum, 0, pass.add(sum, block.forward(pass, x)));
                pass.release(mark);
            }
            return pass.scale(sum, 1f / blocks.size());
        }

        /** The transposed convolution. */
        Tensor raise(Pass pass, Tensor x) {
            Tensor taps = pass.matmul(x, weight);
            return pass.addRow(pass.fold(taps, PackedSequences.single(x.rows() * window.stride()), window), bias);
        }
    }

    /** Three pairs of convolutions, each pair added to its input. */
    record ResidualBlock(List<Convolution> dilated, List<Convolution> plain) {

        static ResidualBlock of(ParameterStore store, String name) {
            List<Convolution> dilated = new ArrayList<>();
            List<Convolution> plain = new ArrayList<>();
            for (int i = 0; i < DILATIONS.length; i++) {
                dilated.add(Convolution.same(store, name + ".convs1." + i, DILATIONS[i]));
                plain.add(Convolution.same(store, name + ".convs2." + i, 1));
            }
            return new ResidualBlock(List.copyOf(dilated), List.copyOf(plain));
        }

        /** Rows on each side that a row depends on. */
        int padding() {
            return Stream.concat(dilated.stream(), plain.stream())
                    .mapToInt(c -> c.window().padding())
                    .sum();
        }

        Tensor forward(Pass pass, Tensor input) {
            Tensor x = input;
            for (int i = 0; i < dilated.size(); i++) {
                x = pass.residualPair(
                        x, SLOPE, dilated.get(i).filter(), plain.get(i).filter());
            }
            return x;
        }
    }
}
