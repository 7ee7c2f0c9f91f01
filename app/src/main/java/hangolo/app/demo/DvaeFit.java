package hangolo.app.demo;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.dvae.DvaeLosses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Fits a DVAE to mels in three stages: as an autoencoder without codes; the codebook by k-means over what the encoder gives;
 * then encoder, codebook and decoder together.
 */
final class DvaeFit {

    /**
     * How long and how finely.
     *
     * @param plainSteps steps without codes
     * @param codeSteps steps with codes
     * @param batch windows a step
     * @param window codes in a window
     * @param entries entries of the codebook that k-means places; the others stay unused
     * @param rate learning rate of Adam
     * @param seed of windows and first entries
     */
    record Settings(int plainSteps, int codeSteps, int batch, int window, int entries, double rate, long seed) {}

    private static final AdamW ADAM = new AdamW(0.9, 0.99, 1e-8, 0);
    private static final double COMMITMENT = 0.25;
    private static final int ROUNDS = 12;
    private static final int REPORT_EVERY = 100;
    /** Where unused entries lie: further away than the encoder ever reaches. */
    private static final float FAR = 1000f;

    private final Backend backend;
    private final Dvae dvae;
    private final List<MelSpectrogram> mels;
    private final Settings settings;
    private final SplittableRandom random;
    private final Consumer<String> report;
    private long updates;

    DvaeFit(Backend backend, Dvae dvae, List<MelSpectrogram> mels, Settings settings, Consumer<String> report) {
        this.backend = backend;
        this.dvae = dvae;
        this.mels = mels;
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.report = report;
    }

    void run() {
        steps("autoencoder", settings.plainSteps(), this::plainLoss);
        cluster();
        steps("with codes", settings.codeSteps(), this::codeLoss);
    }

    private interface Objective {
        Tensor loss(Pass pass, List<MelSpectrogram> windows);
    }

    private void steps(String stage, int count, Objective objective) {
        ParameterStore store = dvae.parameters();
        double sum = 0;
        for (int step = 1; step <= count; step++) {
            store.zeroGradients();
            try (Pass pass = backend.training(settings.seed(), updates)) {
                Tensor loss = objective.loss(pass, windows());
                sum += pass.value(loss);
                pass.backward(loss, 1f);
            }
            double norm = store.gradientNorm();
            if (norm > 1) {
                store.scaleGradients((float) (1 / norm));
            }
            double rate = settings.rate() * Math.min(1, 2.0 * (count - step + 1) / count);
            store.update(ADAM, ++updates, rate);
            if (step % REPORT_EVERY == 0) {
                report.accept("DVAE, %s: step %d of %d, loss %.4f".formatted(stage, step, count, sum / REPORT_EVERY));
                sum = 0;
            }
        }
    }

    private Tensor plainLoss(Pass pass, List<MelSpectrogram> windows) {
        Tensor target = pass.concatRows(windows.stream()
                .map(mel -> pass.constant(mel.frames(), mel.bins(), mel.values()))
                .toArray(Tensor[]::new));
        PackedSequences frames = PackedSequences.ofLengths(
                windows.stream().mapToInt(MelSpectrogram::frames).toArray());
        Dvae.Rows encoded = dvae.encoder(pass, target, frames);
        return pass.squaredError(
                dvae.decoder(pass, encoded.tensor(), encoded.segments()).tensor(), target);
    }

    private Tensor codeLoss(Pass pass, List<MelSpectrogram> windows) {
        float[] codebook = dvae.parameters().values("codebook.embed", Role.WEIGHT);
        return DvaeLosses.of(pass, dvae, windows, DvaeLosses.nearest(codebook), COMMITMENT)
                .total();
    }

    /** Windows of whole codes at random places. */
    private List<MelSpectrogram> windows() {
        List<MelSpectrogram> windows = new ArrayList<>();
        int frames = settings.window() * dvae.framesPerCode();
        while (windows.size() < settings.batch()) {
            MelSpectrogram mel = mels.get(random.nextInt(mels.size()));
            int length = Math.min(frames, mel.frames() / dvae.framesPerCode() * dvae.framesPerCode());
            int start = random.nextInt((mel.frames() - length) / dvae.framesPerCode() + 1) * dvae.framesPerCode();
            windows.add(mel.slice(start, start + length));
        }
        return windows;
    }

    /** K-means (Lloyd) over the encoder's outputs of all clips; an entry that nothing is near to starts again somewhere. */
    private void cluster() {
        List<float[]> points = points();
        int width = dvae.codeWidth();
        float[] book = new float[width * dvae.codes()];
        Arrays.fill(book, FAR);
        for (int entry = 0; entry < settings.entries(); entry++) {
            place(book, entry, points.get(random.nextInt(points.size())));
        }
        for (int round = 0; round < ROUNDS; round++) {
            dvae.parameters().fill("codebook.embed", Role.WEIGHT, book);
            int[] nearest = nearest(points);
            double[][] sums = new double[settings.entries()][width];
            int[] counts = new int[settings.entries()];
            for (int i = 0; i < nearest.length; i++) {
                counts[nearest[i]]++;
                for (int j = 0; j < width; j++) {
                    sums[nearest[i]][j] += points.get(i)[j];
                }
            }
            for (int entry = 0; entry < counts.length; entry++) {
                place(
                        book,
                        entry,
                        counts[entry] == 0
                                ? points.get(random.nextInt(points.size()))
                                : mean(sums[entry], counts[entry]));
            }
        }
        dvae.parameters().fill("codebook.embed", Role.WEIGHT, book);
    }

    private static float[] mean(double[] sum, int count) {
        float[] mean = new float[sum.length];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = (float) (sum[j] / count);
        }
        return mean;
    }

    private void place(float[] book, int entry, float[] point) {
        for (int j = 0; j < point.length; j++) {
            book[j * dvae.codes() + entry] = point[j];
        }
    }

    private List<float[]> points() {
        List<float[]> points = new ArrayList<>();
        for (MelSpectrogram mel : mels) {
            try (Pass pass = backend.inference()) {
                Tensor x = pass.constant(mel.frames(), mel.bins(), mel.values());
                float[] rows = pass.read(dvae.encoder(pass, x, PackedSequences.single(mel.frames()))
                        .tensor());
                for (int at = 0; at < rows.length; at += dvae.codeWidth()) {
                    points.add(Arrays.copyOfRange(rows, at, at + dvae.codeWidth()));
                }
            }
        }
        return points;
    }

    private int[] nearest(List<float[]> points) {
        float[] values = new float[points.size() * dvae.codeWidth()];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(points.get(i), 0, values, i * dvae.codeWidth(), dvae.codeWidth());
        }
        try (Pass pass = backend.inference()) {
            return dvae.nearest(pass, pass.constant(points.size(), dvae.codeWidth(), values));
        }
    }
}
