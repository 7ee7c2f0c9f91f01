package hangolo.models.xtts.gpt;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.training.TrainingItem;
import java.io.IOException;
import java.util.SplittableRandom;

/** A random GPT that is small enough for a test and needs no file. */
public record TinyGpt(GptSizes sizes, ParameterStore store, XttsGpt gpt) implements AutoCloseable {

    public static final int WIDTH = 24;

    public static XttsConfig.Gpt config() {
        return new XttsConfig.Gpt(2, WIDTH, 3, 18, 16, 17, 40, 30, 1024, 256, false);
    }

    public static GptSizes.Vocabulary vocabulary() {
        return new GptSizes.Vocabulary(20, 19, 0);
    }

    public static GptSizes tinySizes() {
        return GptSizes.of(config(), vocabulary(), new GptSizes.Shapes(5, 10, 2, 2, 16, 12));
    }

    public static TinyGpt create(Backend backend, boolean trainable) throws IOException {
        GptSizes sizes = tinySizes();
        ParameterStore store = backend.store(new GptParameterSpecs(sizes).specs(), trainable, backend.precision());
        // Larger than a real start, so that every part shows in the result.
        for (var spec : store.specs()) {
            SplittableRandom random = new SplittableRandom(spec.name().hashCode());
            float[] values = new float[spec.count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * 0.3);
            }
            store.fill(spec.name(), ParameterStore.Role.WEIGHT, values);
        }
        return new TinyGpt(sizes, store, new XttsGpt(store, sizes));
    }

    public static MelSpectrogram mel(int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[frames * 10];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new MelSpectrogram(frames, 10, values);
    }

    public static TrainingItem item(int text, int codes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new TrainingItem(
                random.ints(text, 1, 19).toArray(), random.ints(codes, 0, 16).toArray(), mel(7 + text, seed));
    }

    @Override
    public void close() {
        store.close();
    }
}
