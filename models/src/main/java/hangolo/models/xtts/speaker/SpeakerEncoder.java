package hangolo.models.xtts.speaker;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.engine.Backend;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.nn.Linear;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The speaker encoder of XTTS, a ResNet with squeeze and excitation (xtts-spec.md 9.2): sound to one vector of length 1 that
 * says who speaks. Also measures how alike two voices are. Owns its parameters.
 */
public final class SpeakerEncoder implements AutoCloseable {

    private static final double INSTANCE_EPSILON = 1e-5;
    private static final double SMALLEST_VARIANCE = 1e-5;
    private static final double SMALLEST_NORM = 1e-12;

    private final Backend backend;
    private final ParameterStore store;
    private final MelExtractor mels = new MelExtractor(MelConfig.SPEAKER);
    private final Linear stem;
    private final Scaling stemNorm;
    private final List<List<Block>> layers;
    private final Linear attentionIn;
    private final Linear attentionOut;
    private final Linear last;

    private SpeakerEncoder(Backend backend, ParameterStore store) {
        this.backend = backend;
        this.store = store;
        this.stem = Linear.of(store, "conv1");
        this.stemNorm = Scaling.of(store, "bn1");
        this.layers = IntStream.rangeClosed(1, SpeakerWeights.LAYERS)
                .mapToObj(layer -> layer(store, layer))
                .toList();
        this.attentionIn = Linear.of(store, "attention.0");
        this.attentionOut = Linear.of(store, "attention.3");
        this.last = Linear.of(store, "fc");
    }

    private static List<Block> layer(ParameterStore store, int layer) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; store.find("layer" + layer + "." + i + ".conv1.weight").isPresent(); i++) {
            blocks.add(Block.of(store, "layer" + layer + "." + i, layer > 1 && i == 0 ? 2 : 1));
        }
        return List.copyOf(blocks);
    }

    /** An image in rows of pixels, the frequency axis outside: row {@code frequency · width + time}. */
    record Image(Tensor pixels, int height, int width) {

        Image halved(Tensor result, int stride) {
            return new Image(result, (height - 1) / stride + 1, (width - 1) / stride + 1);
        }
    }

    /** What is left of a batch norm: a factor and a summand for each channel. */
    record Scaling(Tensor factor, Tensor summand) {

        static Scaling of(ParameterStore store, String name) {
            return new Scaling(store.weight(name + ".factor"), store.weight(name + ".summand"));
        }

        Tensor apply(Pass pass, Tensor x) {
            return pass.addRow(pass.multiply(x, factor), summand);
        }
    }

    /**
     * Loads an encoder.
     *
     * @param weights the tensors below {@code hifigan_decoder.speaker_encoder.}
     */
    public static SpeakerEncoder load(StateDict weights, Backend backend) throws IOException {
        StateDict folded = SpeakerWeights.fold(weights);
        ParameterStore store = backend.store(SpeakerWeights.specs(folded), false);
        try {
            folded.fill(store);
            return new SpeakerEncoder(backend, store);
        } catch (IllegalArgumentException e) {
            store.close();
            throw new ModelFormatException(
                    weights.origin() + ": the speaker encoder is incomplete: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Size of an embedding. */
    public int width() {
        return last.weight().rows();
    }

    /** The embedding of a clip, of Euclidean length 1. Clips of another rate than 16 kHz are resampled. */
    public float[] embed(AudioClip clip) {
        AudioClip sound = clip.resampled(MelConfig.SPEAKER.sampleRate());
        return normalised(embed(mels.log(sound)));
    }

    /** Cosine of the angle between two embeddings: 1 for the same voice. */
    public static double similarity(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("embeddings of " + a.length + " and " + b.length + " numbers");
        }
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product / (Math.max(norm(a), SMALLEST_NORM) * Math.max(norm(b), SMALLEST_NORM));
    }

    /** The embedding before it is brought to length 1. */
    float[] embed(MelSpectrogram mel) {
        try (Pass pass = backend.inference()) {
            float[] input = instanceNorm(mel);
            Image image = start(pass, pass.constant(input.length, 1, input), mel);
            for (List<Block> layer : layers) {
                for (Block block : layer) {
                    image = block.forward(pass, image);
                }
            }
            Tensor rows = flatten(pass, image);
            float[] statistics = pool(pass.read(rows), pass.read(attention(pass, rows)), image.width());
            return pass.read(last.apply(pass, pass.constant(1, statistics.length, statistics)));
        }
    }

    Image start(Pass pass, Tensor pixels, MelSpectrogram mel) {
        Image image = new Image(pixels, mel.bins(), mel.frames());
        int channels = stem.weight().rows();
        Tensor x = pass.resultOf(pixels.rows(), channels, () -> {
            Tensor y = stem.apply(pass, pass.unfoldImage(pixels, image.height(), image.width(), 3, 1));
            return stemNorm.apply(pass, pass.relu(y));
        });
        return new Image(x, image.height(), image.width());
    }

    /** The blocks of each layer. */
    List<List<Block>> layers() {
        return layers;
    }

    /** One row for each time step; column {@code frequency · channels + channel}, as the folded weights expect it. */
    Tensor flatten(Pass pass, Image image) {
        Tensor[] parts = new Tensor[image.height()];
        for (int f = 0; f < parts.length; f++) {
            int first = f * image.width();
            parts[f] = pass.gather(
                    image.pixels(),
                    IntStream.range(first, first + image.width()).toArray());
        }
        return pass.concatColumns(parts);
    }

    Tensor attention(Pass pass, Tensor rows) {
        Tensor scores = attentionOut.apply(pass, pass.relu(attentionIn.apply(pass, rows)));
        return pass.softmaxRows(scores, PackedSequences.single(rows.rows()));
    }

    /** Every mel bin to mean 0 and variance 1 over time; result [bins, frames], one value a pixel. */
    static float[] instanceNorm(MelSpectrogram mel) {
        float[] result = new float[mel.values().length];
        int frames = mel.frames();
        for (int bin = 0; bin < mel.bins(); bin++) {
            double sum = 0;
            double squares = 0;
            for (int t = 0; t < frames; t++) {
                sum += mel.at(t, bin);
            }
            double mean = sum / frames;
            for (int t = 0; t < frames; t++) {
                squares += (mel.at(t, bin) - mean) * (mel.at(t, bin) - mean);
            }
            double factor = 1 / Math.sqrt(squares / frames + INSTANCE_EPSILON);
            for (int t = 0; t < frames; t++) {
                result[bin * frames + t] = (float) ((mel.at(t, bin) - mean) * factor);
            }
        }
        return result;
    }

    /** Weighted mean and deviation over time, side by side. */
    private static float[] pool(float[] x, float[] weights, int rows) {
        int columns = x.length / rows;
        float[] result = new float[2 * columns];
        for (int c = 0; c < columns; c++) {
            double mean = 0;
            double squares = 0;
            for (int i = c; i < x.length; i += columns) {
                mean += (double) x[i] * weights[i];
                squares += (double) x[i] * x[i] * weights[i];
            }
            result[c] = (float) mean;
            result[columns + c] = (float) Math.sqrt(Math.max(squares - mean * mean, SMALLEST_VARIANCE));
        }
        return result;
    }

    private static float[] normalised(float[] x) {
        double norm = Math.max(norm(x), SMALLEST_NORM);
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (float) (x[i] / norm);
        }
        return result;
    }

    private static double norm(float[] x) {
        double squares = 0;
        for (float value : x) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    @Override
    public void close() {
        store.close();
    }

    /**
     * {@code relu(se(conv(norm(relu(conv x)))) + shortcut x)}; the norms behind the second convolution and the shortcut
     * are folded into their weights.
     */
    record Block(
            Linear first,
            Scaling norm,
            Linear second,
            Linear squeeze,
            Linear excite,
            Optional<Linear> shortcut,
            int stride) {

        static Block of(ParameterStore store, String name, int stride) {
            return new Block(
                    Linear.of(store, name + ".conv1"),
                    Scaling.of(store, name + ".bn1"),
                    Linear.of(store, name + ".conv2"),
                    Linear.of(store, name + ".se.fc.0"),
                    Linear.of(store, name + ".se.fc.2"),
                    store.find(name + ".downsample.0.weight").map(spec -> Linear.of(store, name + ".downsample.0")),
                    stride);
        }

        Image forward(Pass pass, Image in) {
            Image size = size(in);
            int rows = size.height() * size.width();
            return in.halved(
                    pass.resultOf(rows, second.weight().rows(), () -> {
                        Tensor y = excited(pass, in, size);
                        return pass.relu(pass.add(y, residual(pass, in)));
                    }),
                    stride);
        }

        /** Height and width of the result; its pixels mean nothing. */
        Image size(Image in) {
            return in.halved(in.pixels(), stride);
        }

        /** The two convolutions and the weighting of their channels. */
        Tensor excited(Pass pass, Image in, Image size) {
            Tensor taps = pass.unfoldImage(in.pixels(), in.height(), in.width(), 3, stride);
            Tensor y = norm.apply(pass, pass.relu(first.apply(pass, taps)));
            Tensor x = second.apply(pass, pass.unfoldImage(y, size.height(), size.width(), 3, 1));
            Tensor mean = pass.meanRows(x, PackedSequences.single(x.rows()));
            Tensor gate = pass.sigmoid(excite.apply(pass, pass.relu(squeeze.apply(pass, mean))));
            return pass.multiply(x, gate);
        }

        private Tensor residual(Pass pass, Image in) {
            if (shortcut.isEmpty()) {
                return in.pixels();
            }
            Tensor kept = stride == 1 ? in.pixels() : pass.unfoldImage(in.pixels(), in.height(), in.width(), 1, stride);
            return shortcut.get().apply(pass, kept);
        }
    }
}
