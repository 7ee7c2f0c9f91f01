package hangolo.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.AudioReader;
import hangolo.audio.WavWriter;
import hangolo.engine.Backend;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Tensor;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.train.BatchSource;
import hangolo.engine.train.Objective;
import hangolo.engine.train.StepLosses;
import hangolo.engine.train.StepMetrics;
import hangolo.engine.train.TrainListener;
import hangolo.engine.train.TrainSettings;
import hangolo.engine.train.TrainState;
import hangolo.engine.train.Trainer;
import hangolo.engine.train.TrainingController;
import hangolo.models.data.Batch;
import hangolo.models.data.BatchSettings;
import hangolo.models.data.Batches;
import hangolo.models.data.DataSettings;
import hangolo.models.data.DataSource;
import hangolo.models.data.Encoders;
import hangolo.models.data.MetadataFormat;
import hangolo.models.data.TextEncoder;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.Speech;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.XttsLosses;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.judge.Decision;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/library.md: compiled, run on the demo voice, and held equal to the page by {@link LibraryPageTest}. */
class LibrarySnippetsTest {
    private static final Path MODEL = Path.of("..", "models", "demo");
    private static final List<String> SENTENCES =
            List.of("piros hajó úszik", "a bátor kutya énekel", "hol alszik a fehér macska", "jó reggelt");

    @TempDir
    private Path folder;

    @Test
    void speaks() throws IOException {
        Path out = folder.resolve("hello.wav");
        synthesize(MODEL, reference(), out);
        assertTrue(AudioReader.read(out).seconds() > 0.5, "sound was written");
    }

    private static void synthesize(Path modelFolder, Path clip, Path wav) throws IOException {
        // snippet: synthesize
        try (Backend backend = new CpuBackend();
                XttsModel model = XttsModel.open(modelFolder, Optional.empty(), backend)) {
            SpeakerConditioning speaker = model.condition(List.of(AudioReader.read(clip)));
            SamplingSettings settings = SamplingSettings.of(model.config(), 1).withTemperature(0.7);
            Speech speech = model.synthesize("piros hajó úszik", "hu", speaker, settings);
            WavWriter.write(wav, speech.audio());
        }
        // end
    }

    // snippet: batch
    record Points(int rows, float[] x, float[] y) {}
    // end

    @Test
    void trainsAnyNetwork() {
        float[] x = new float[64];
        float[] y = new float[32];
        for (int i = 0; i < y.length; i++) {
            x[2 * i] = i % 7 - 3;
            x[2 * i + 1] = i % 5 - 2;
            y[i] = 2 * x[2 * i] - x[2 * i + 1] + 0.5f;
        }
        assertEquals(0, network(new Points(y.length, x, y)), 0.05, "the loss after training");
    }

    private static double network(Points points) {
        List<Double> losses = new ArrayList<>();
        // snippet: network
        try (Backend backend = new CpuBackend();
                ParameterStore store = backend.store(
                        List.of(
                                new ParameterSpec("weight", new int[] {1, 2}, true),
                                new ParameterSpec("bias", new int[] {1}, false)),
                        true)) {
            store.fill("weight", Role.WEIGHT, new float[] {0.1f, -0.1f});
            Objective<Points> objective = (ops, batch) -> {
                Tensor input = ops.constant(batch.rows(), 2, batch.x());
                Tensor output = ops.linear(input, store.weight("weight"), store.weight("bias"));
                Tensor loss = ops.squaredError(output, ops.constant(batch.rows(), 1, batch.y()));
                return new StepLosses(loss, List.of(new StepLosses.Part("error", loss, batch.rows())));
            };
            BatchSource<Points> batches = new BatchSource<>() {
                @Override
                public int count(long epoch) {
                    return 1;
                }

                @Override
                public Points batch(long epoch, int position) {
                    return points;
                }
            };
            TrainListener listener = new TrainListener() {
                @Override
                public void stepped(StepMetrics metrics) {
                    losses.add(metrics.losses().total());
                }
            };
            TrainSettings settings = TrainSettings.coqui(0.02, TrainSettings.End.atStep(400));
            new Trainer<>(
                            backend,
                            store,
                            objective,
                            batches,
                            settings,
                            listener,
                            TrainingController.none(),
                            System::nanoTime)
                    .fit(TrainState.begin(1));
        }
        // end
        return losses.get(losses.size() - 1);
    }

    @Test
    void trainsAVoiceWithAnObjectiveOfItsOwn() throws IOException {
        dataSet();
        assertEquals(3, voice(MODEL, folder).step());
    }

    private static TrainState voice(Path modelFolder, Path dataFolder) throws IOException {
        // snippet: voice
        try (Backend backend = new CpuBackend();
                XttsModel model = XttsModel.openForTraining(modelFolder, Optional.empty(), backend)) {
            Encoders encoders = Encoders.of(
                    TextEncoder.of(model.tokenizer()),
                    model.dvae().orElseThrow()::encode,
                    model.config().gpt().codeStride(),
                    model.melStats(),
                    List.of(modelFolder.resolve("dvae.pth")));
            DataSource clips = DataSource.of("clips", dataFolder, MetadataFormat.LJSPEECH, "metadata.csv", "hu");
            TrainingData data = TrainingData.prepare(
                    List.of(clips),
                    DataSettings.defaults(),
                    encoders,
                    dataFolder.resolve("cache"),
                    (done, total, what) -> {});
            BatchSettings batching = BatchSettings.of(1, System::nanoTime);
            BatchSource<Batch> batches = new BatchSource<>() {
                @Override
                public int count(long epoch) {
                    return data.batchesPerEpoch(batching);
                }

                @Override
                public Batch batch(long epoch, int position) {
                    try (Batches all = data.epoch(batching, 1, (int) epoch, position)) {
                        return all.next();
                    }
                }
            };
            TrainingGraph graph = new TrainingGraph(model.gpt(), TrainingGraph.Settings.TRAINING);
            Objective<Batch> objective = (ops, batch) -> {
                XttsLosses losses = graph.losses(ops, batch.training());
                Tensor total = ops.add(losses.mel(), ops.scale(losses.text(), 0.05f));
                return new StepLosses(
                        total,
                        List.of(new StepLosses.Part(
                                "mel", losses.mel(), batch.training().melTargets())));
            };
            TrainSettings settings = TrainSettings.coqui(1e-6, TrainSettings.End.atStep(3));
            return new Trainer<>(
                            backend,
                            model.parameters(),
                            objective,
                            batches,
                            settings,
                            new TrainListener() {},
                            TrainingController.none(),
                            System::nanoTime)
                    .fit(TrainState.begin(1))
                    .state();
        }
        // end
    }

    @Test
    void decides() {
        Decision decision = decide(new PrintStream(OutputStream.nullOutputStream()));
        assertEquals("phase 2", decision.recommendation().title());
    }

    private static Decision decide(PrintStream out) {
        // snippet: decide
        Decision decision = RuleBase.shipped().decide(FinalFacts.of(2.61, 0.0285));
        out.println(decision.recommendation().title() + ": " + decision.label().word());
        decision.reasons().forEach(reason -> out.println(reason.rule() + ": " + reason.text()));
        // end
        return decision;
    }

    @Test
    void followsATraining() {
        List<Double> melCes = List.of(3.4, 3.3, 3.31, 3.32, 3.33, 3.34, 3.35);
        assertEquals(
                600,
                follow(melCes, new PrintStream(OutputStream.nullOutputStream())),
                "the step that the rules stop at");
    }

    private static long follow(List<Double> melCes, PrintStream out) {
        // snippet: follow
        PhaseTracker tracker = PhaseTracker.start(RuleBase.shipped(), 2);
        long step = 0;
        for (double melCe : melCes) {
            Conclusion conclusion = tracker.observe(EvaluationPoint.of(2, step, 0, melCe, 0.028));
            if (conclusion.action().stops()) {
                out.println("step " + step + ": " + conclusion.action().text());
                return step;
            }
            step += 100;
        }
        // end
        return 0;
    }

    private Path reference() throws IOException {
        try (Backend backend = new CpuBackend();
                XttsModel model = XttsModel.open(MODEL, Optional.empty(), backend)) {
            Path file = folder.resolve("reference.wav");
            WavWriter.write(file, spoken(model, SENTENCES.get(0)).audio());
            return file;
        }
    }

    /** Clips in the voice that the model has without a reference of its own. */
    private void dataSet() throws IOException {
        Files.createDirectories(folder.resolve("wavs"));
        List<String> rows = new ArrayList<>();
        try (Backend backend = new CpuBackend();
                XttsModel model = XttsModel.open(MODEL, Optional.empty(), backend)) {
            for (String sentence : SENTENCES) {
                String id = "clip" + rows.size();
                WavWriter.write(
                        folder.resolve("wavs").resolve(id + ".wav"),
                        spoken(model, sentence).audio());
                rows.add(id + "|" + sentence + "|");
            }
        }
        Files.write(folder.resolve("metadata.csv"), rows);
    }

    private static Speech spoken(XttsModel model, String text) {
        float[] latents =
                new float[model.gpt().sizes().width() * model.gpt().sizes().prompt()];
        return model.synthesize(
                text, "hu", new SpeakerConditioning(latents, new float[0]), SamplingSettings.of(model.config(), 1));
    }
}
