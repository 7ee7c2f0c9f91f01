package hangolo.app.demo;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.TrainingItem;
import hangolo.models.xtts.training.XttsLosses;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Teaches a new model to read letters aloud in the voices of {@link BaseClips}. */
final class BaseTraining {

    private static final int CLIPS = 2800;
    private static final int STEPS = 1500;
    private static final int BATCH = 12;
    private static final double RATE = 2e-3;
    private static final long SEED = 2;
    private static final int REPORT_EVERY = 50;

    /** Longest reference of the demo in samples; its run file says the same. */
    static final int PROMPT_SAMPLES = 22050;

    private final XttsModel model;
    private final Consumer<String> report;
    private final MelExtractor codeMel = new MelExtractor(MelConfig.DVAE);
    private final MelExtractor promptMel = new MelExtractor(MelConfig.CONDITIONING);

    BaseTraining(XttsModel model, Consumer<String> report) {
        this.model = model;
        this.report = report;
    }

    void run() {
        List<TrainingItem> items = BaseClips.some(CLIPS, SEED).map(this::item).toList();
        TrainingGraph graph = new TrainingGraph(model.gpt(), TrainingGraph.Settings.TRAINING);
        ParameterStore store = model.parameters();
        SplittableRandom random = new SplittableRandom(SEED);
        double sum = 0;
        for (int step = 1; step <= STEPS; step++) {
            TrainingBatch batch = new TrainingBatch(IntStream.range(0, BATCH)
                    .mapToObj(i -> items.get(random.nextInt(items.size())))
                    .toList());
            store.zeroGradients();
            try (Pass pass = model.backend().training(SEED, step)) {
                XttsLosses losses = graph.losses(pass, batch);
                pass.backward(losses.total(), 1f);
                sum += pass.value(losses.mel());
            }
            // Down to zero over the last half.
            store.update(AdamW.COQUI, step, RATE * Math.min(1, 2.0 * (STEPS - step) / STEPS));
            if (step % REPORT_EVERY == 0) {
                report.accept("base model: step %d of %d, Mel CE %.3f".formatted(step, STEPS, sum / REPORT_EVERY));
                sum = 0;
            }
        }
    }

    private TrainingItem item(DemoClips.Spoken clip) {
        AudioClip sound = clip.sound();
        float[] stats = model.melStats();
        int[] codes = model.dvae().orElseThrow().encode(codeMel.normalised(sound, stats));
        int count = TrainingItem.codeCount(sound.length(), model.config().gpt().codeStride());
        float[] prompt = Arrays.copyOf(
                sound.slice(0, Math.min(PROMPT_SAMPLES, sound.length() / 2)).samples(), PROMPT_SAMPLES);
        MelSpectrogram mel = promptMel.normalised(new AudioClip(prompt, sound.sampleRate()), stats);
        return new TrainingItem(text(clip), Arrays.copyOf(codes, count), mel);
    }

    /** Half of the texts end with the stop token, which training hides but speaking shows (xtts-spec.md 6.5): it has no sound. */
    private int[] text(DemoClips.Spoken clip) {
        int[] tokens = model.tokenizer().encode(clip.text(), DemoClips.LANGUAGE);
        boolean shown = clip.text().hashCode() % 2 == 0;
        int[] text = Arrays.copyOf(tokens, tokens.length + (shown ? 1 : 0));
        if (shown) {
            text[tokens.length] = model.tokenizer().stopToken();
        }
        return text;
    }
}
