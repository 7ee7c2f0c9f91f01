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
import hangolo.models.xtts.nn.Probe;
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

    private static final float SLOPE = 0.1f;
    private static final float LAST_SLOPE = 0.01f;
    private static final int[] DILATIONS = {1, 3, 5};
    /** Latent rows of one pass, whose memory grows with them. */
    private static final int WINDOW = 1024;

    private final Backend backend;
    private final Probe probe;
    private final HifiGanParameters parameters;
    private final Convolution convPre;
    private final Linear condLayer;
    private final List<Stage> stages;
    private final Convolution convPost;

    private HifiGan(Backend backend, HifiGanParameters parameters, int stages, int blocks, Probe probe) {
        this.probe = probe;
        ParameterStore rest = parameters.rest();
        this.backend = backend;
        this.parameters = parameters;
        this.convPre = Convolution.same(rest, "conv_pre", 1);
        this.condLayer = Linear.of(rest, "cond_layer");
        this.stages = IntStream.range(0, stages)
                .mapToObj(i -> Stage.of(parameters, i, blocks / stages))
                .toList();
        this.convPost = Convolution.same(rest, "conv_post", 1);
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
            return new HifiGan(backend, parameters, stages, blocks, Probe.NONE);
        } catch (IllegalArgumentException e) {
            parameters.close();
            throw new ModelFormatException(weights.origin() + ": the vocoder is incomplete: " + e.getMessage(), e);
        }
    }

    /** The same generator with a probe that sees every stage. It shares the parameters: do not close it. */
    public HifiGan with(Probe seeing) {
        int blocks = stages.stream().mapToInt(stage -> stage.blocks().size()).sum();
        return new HifiGan(backend, parameters, stages.size(), blocks, seeing);
    }

    /** Channels of a latent. */
    public int latentWidth() {
        return convPre.linear().weight().columns() / convPre.shape().kernel();
    }

    /** Size of a speaker embedding. */
    public int speakerWidth() {
        return condLayer.weight().columns();
    }

    /** Samples of one latent row. */
    int samplesPerRow() {
        return stages.stream().mapToInt(stage -> stage.shape().stride()).reduce(1, Math::multiplyExact);
    }

    /**
     * Samples from latents, window by window, each with all the rows around it that it depends on, so that the memory does
     * not grow with the length.
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
            float[] part = part(Arrays.copyOfRange(latents, first * width, last * width), speaker);
            System.arraycopy(part, (from - first) * each, samples, from * each, (to - from) * each);
        }
        return samples;
    }

    private float[] part(float[] latents, float[] speaker) {
        try (Pass pass = backend.inference()) {
            Tensor g = pass.constant(1, speaker.length, speaker);
            Tensor x = pass.constant(latents.length / latentWidth(), latentWidth(), latents);
            return pass.read(generate(pass, x, g));
        }
    }

    /** Latent rows on each side of a row that its samples depend on. */
    int context() {
        int rows = convPost.shape().padding();
        for (int i = stages.size() - 1; i >= 0; i--) {
            Stage stage = stages.get(i);
            int seen = rows
                    + stage.blocks().stream()
                            .mapToInt(ResidualBlock::padding)
                            .max()
                            .orElse(0)
                    + stage.shape().kernel();
            rows = (seen + stage.shape().stride() - 1) / stage.shape().stride();
        }
        return rows + convPre.shape().padding();
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
        probe.record("decoder_input", pass, latents);
        Tensor first = convPre.afterLeakyRelu(pass, 1f, latents);
        probe.record("conv_pre", pass, first);
        Tensor x = pass.addRow(first, condLayer.apply(pass, speaker));
        for (int i = 0; i < stages.size(); i++) {
            x = forward(pass, i, x, speaker);
        }
        return pass.tanh(convPost.afterLeakyRelu(pass, LAST_SLOPE, x));
    }

    private Tensor forward(Pass pass, int number, Tensor input, Tensor speaker) {
        Stage stage = stages.get(number);
        int rows = input.rows() * stage.shape().stride();
        int channels = stage.bias().columns();
        Tensor x = pass.resultOf(rows, channels, () -> {
            Tensor up = stage.raise(pass, pass.leakyRelu(input, SLOPE));
            probe.record("ups_" + number, pass, up);
            return stage.condition()
                    .map(c -> pass.addRow(up, c.apply(pass, speaker)))
                    .orElse(up);
        });
        Tensor sum = pass.buffer(rows, channels);
        int blocks = stage.blocks().size();
        for (int i = 0; i < blocks; i++) {
            long mark = pass.mark();
            Tensor block = stage.blocks().get(i).forward(pass, x);
            probe.record("resblock_" + (number * blocks + i), pass, block);
            pass.put(sum, 0, pass.add(sum, block));
            pass.release(mark);
        }
        return pass.scale(sum, 1f / blocks);
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** A transposed convolution, the speaker, and the mean of the residual blocks. */
    record Stage(
            Tensor weight, Tensor bias, Conv1dShape shape, Optional<Linear> condition, List<ResidualBlock> blocks) {

        private static Stage of(HifiGanParameters parameters, int index, int blocks) {
            ParameterStore store = parameters.rest();
            Tensor weight = store.weight("ups." + index + ".weight");
            Tensor bias = store.weight("ups." + index + ".bias");
            if (weight.columns() % bias.columns() != 0 || weight.columns() / bias.columns() < 2) {
                throw new IllegalArgumentException(
                        "ups." + index + ": weight " + weight.shape() + " is not a multiple of bias " + bias.shape());
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

        /** The transposed convolution. */
        Tensor raise(Pass pass, Tensor x) {
            Tensor taps = pass.matmul(x, weight);
            return pass.addRow(pass.fold(taps, PackedSequences.single(x.rows() * shape.stride()), shape), bias);
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
                    .mapToInt(c -> c.shape().padding())
                    .sum();
        }

        Tensor forward(Pass pass, Tensor input) {
            Tensor x = input;
            for (int i = 0; i < dilated.size(); i++) {
                x = pass.residualPair(
                        x, SLOPE, dilated.get(i).weights(), plain.get(i).weights());
            }
            return x;
        }
    }
}
