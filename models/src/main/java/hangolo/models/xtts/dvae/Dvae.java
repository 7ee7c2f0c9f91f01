package hangolo.models.xtts.dvae;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.Backend;
import hangolo.engine.Ops;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The discrete variational autoencoder: mel frames to audio codes and back (xtts-spec.md 5). All sizes come from the shapes of
 * its tensors. Mels are [frames, 80], natural logarithm divided by the mel statistics. Owns its parameters.
 */
public final class Dvae implements AutoCloseable {

    private static final String CODEBOOK = "codebook.embed";

    private final Backend backend;
    private final ParameterStore store;
    private final List<DvaeStage> encoder;
    private final List<DvaeStage> decoder;
    private final Tensor codebook;

    private Dvae(Backend backend, ParameterStore store, List<DvaeStage> encoder, List<DvaeStage> decoder) {
        this.backend = backend;
        this.store = store;
        this.encoder = encoder;
        this.decoder = decoder;
        this.codebook = store.weight(CODEBOOK);
    }

    /** Rows of several sequences on their way through the network. */
    public record Rows(Tensor tensor, PackedSequences segments) {}

    /**
     * Loads a network.
     *
     * @param weights the tensors of {@code dvae.pth}
     * @param trainable whether it can be trained (see {@link DvaeLosses})
     * @throws ModelFormatException if a tensor is missing or two do not fit together
     */
    public static Dvae load(StateDict weights, Backend backend, boolean trainable) throws IOException {
        DvaeStage.check(weights, CODEBOOK);
        ParameterStore store = backend.store(specs(weights), trainable);
        try {
            weights.fill(store);
            return new Dvae(
                    backend, store, DvaeStage.of(weights, store, "encoder."), DvaeStage.of(weights, store, "decoder."));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static List<ParameterSpec> specs(StateDict weights) throws ModelFormatException {
        List<ParameterSpec> specs = new ArrayList<>();
        for (String name : weights.names()) {
            if (name.startsWith("encoder.") || name.startsWith("decoder.") || name.equals(CODEBOOK)) {
                specs.add(new ParameterSpec(name, weights.shape(name), !name.endsWith(".bias")));
            }
        }
        return List.copyOf(specs);
    }

    /** The parameters, under the names of {@code dvae.pth}. */
    public ParameterStore parameters() {
        return store;
    }

    /** Number of codes. */
    public int codes() {
        return codebook.columns();
    }

    /** Width of an entry of the codebook. */
    public int codeWidth() {
        return codebook.rows();
    }

    /** Mel frames of one code: 4. */
    public int framesPerCode() {
        return 1 << encoder.stream().filter(DvaeStage.Halving.class::isInstance).count();
    }

    /**
     * The codes of a clip on its own (batch size 1 in the original): {@code ceil(frames / 4)} of them, of which training uses
     * {@link hangolo.models.xtts.training.TrainingItem#codeCount}. Threads may share this method; they wait for each other.
     */
    public int[] encode(MelSpectrogram mel) {
        synchronized (backend) {
            try (Pass pass = backend.inference()) {
                Rows encoded = encoder(
                        pass,
                        pass.constant(mel.frames(), mel.bins(), mel.values()),
                        PackedSequences.single(mel.frames()));
                return nearest(pass, encoded.tensor());
            }
        }
    }

    /** The mel that codes stand for: 4 frames a code. */
    public MelSpectrogram decode(int... codes) {
        try (Pass pass = backend.inference()) {
            Rows decoded = decoder(pass, quantised(pass, codes), PackedSequences.single(codes.length));
            Tensor mel = decoded.tensor();
            return new MelSpectrogram(mel.rows(), mel.columns(), pass.read(mel));
        }
    }

    /** The encoder in front of the codebook: mel [frames, 80] to [ceil(frames / 4), width]. */
    public Rows encoder(Ops ops, Tensor mel, PackedSequences frames) {
        return run(ops, encoder, mel, frames);
    }

    /** The decoder behind the codebook: [codes, width] to mel [4 · codes, 80]. */
    public Rows decoder(Ops ops, Tensor quantised, PackedSequences codes) {
        return run(ops, decoder, quantised, codes);
    }

    /** The entries of the codebook: [codes, width]. Can be differentiated. */
    public Tensor quantised(Ops ops, int... codes) {
        float[] oneHot = new float[Math.multiplyExact(codes.length, codes())];
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] < 0 || codes[i] >= codes()) {
                throw new IllegalArgumentException("audio code " + codes[i] + " is not between 0 and " + (codes() - 1));
            }
            oneHot[i * codes() + codes[i]] = 1;
        }
        return ops.linear(ops.constant(codes.length, codes(), oneHot), codebook);
    }

    /** The nearest entry of the codebook for every row; the first one if several are equally near. Only in inference. */
    public int[] nearest(Pass pass, Tensor encoded) {
        Tensor products = pass.matmul(encoded, codebook);
        Tensor squares = pass.meanRows(pass.multiply(codebook, codebook), PackedSequences.single(codeWidth()));
        // -|x - e|² without |x|², which does not depend on the code.
        Tensor scores = pass.addRow(pass.scale(products, 2), pass.scale(squares, -codeWidth()));
        float[] values = pass.read(scores);
        int[] nearest = new int[encoded.rows()];
        Arrays.setAll(nearest, row -> first(values, row * codes(), codes()));
        return nearest;
    }

    private static int first(float[] values, int offset, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[offset + i] > values[offset + best]) {
                best = i;
            }
        }
        return best;
    }

    private static Rows run(Ops ops, List<DvaeStage> stages, Tensor x, PackedSequences rows) {
        Rows current = new Rows(x, rows);
        for (DvaeStage stage : stages) {
            current = stage.apply(ops, current);
        }
        return current;
    }

    List<DvaeStage> decoderStages() {
        return decoder;
    }

    @Override
    public void close() {
        store.close();
    }
}
