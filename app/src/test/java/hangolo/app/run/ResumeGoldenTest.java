package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.train.BatchSource;
import hangolo.engine.train.RateSchedule;
import hangolo.engine.train.StepMetrics;
import hangolo.engine.train.TrainListener;
import hangolo.engine.train.TrainSettings;
import hangolo.engine.train.TrainState;
import hangolo.engine.train.Trainer;
import hangolo.engine.train.TrainingController;
import hangolo.models.data.Batch;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.xtts.TrainingBatch;
import hangolo.models.xtts.TrainingGraph;
import hangolo.models.xtts.TrainingItem;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Takes over a checkpoint of Coqui's trainer and gives the losses that Coqui's trainer gave when it did the same. */
class ResumeGoldenTest {

    private static final double TOLERANCE = 3e-4;
    private static final String LOSSES = "losses_after_";

    private final Path root = root();

    private static Path root() {
        String property = System.getProperty("hangolo.goldens", "");
        Path root = Path.of(property.isEmpty() ? "../../shared/goldens/open" : property);
        if (!Files.exists(root.resolve("manifest.json"))) {
            String reason = "no reference data at " + root.toAbsolutePath().normalize() + ", set -Dhangolo.goldens";
            System.out.println("SKIPPED: " + reason);
            Assumptions.abort(reason);
        }
        return root;
    }

    @Test
    void theNextStepsAreThoseOfTheOriginal() throws IOException {
        String name = losses();
        float[] expected = floats("resume/" + name);
        Path checkpoint = root.resolve("checkpoints/" + name.substring(LOSSES.length()) + ".pth");
        long step = step(checkpoint);
        List<StepMetrics> steps = new ArrayList<>();
        try (Backend backend = new CpuBackend();
                XttsModel model = XttsModel.openForTraining(root.resolve("model"), Optional.of(checkpoint), backend)) {
            RestoredState taken = RestoredState.everything(checkpoint, model.parameters(), 1);
            assertEquals(TrainState.at(1, step, 0, step), taken.state());
            TrainSettings settings = new TrainSettings(
                    AdamW.COQUI,
                    RateSchedule.constant(1e-3),
                    1,
                    TrainSettings.Divisor.GROUP,
                    0,
                    3,
                    TrainSettings.End.atStep(step + expected.length / 3));
            TrainingGraph graph = new TrainingGraph(
                    model.gpt(), TrainingGraph.Settings.TRAINING.withDropout(0).withCoquiPromptMask(true));
            TrainListener recorder = new TrainListener() {
                @Override
                public void stepped(StepMetrics figures) {
                    steps.add(figures);
                }
            };
            new Trainer<>(
                            backend,
                            model.parameters(),
                            new XttsObjective(graph),
                            always(batch(
                                    model.gpt().sizes().melBins(),
                                    model.config().gpt().codeStride())),
                            settings,
                            recorder,
                            TrainingController.none(),
                            System::nanoTime)
                    .fit(taken.state());
        }
        assertEquals(expected.length, 3 * steps.size());
        for (int i = 0; i < steps.size(); i++) {
            double text = steps.get(i).losses().part(XttsObjective.TEXT).value() * XttsObjective.TEXT_WEIGHT;
            assertEquals(expected[3 * i], text, TOLERANCE, "text of step " + i);
            double mel = steps.get(i).losses().part(XttsObjective.MEL).value();
            assertEquals(expected[3 * i + 1], mel, TOLERANCE * mel, "mel of step " + i);
            assertEquals(step + i, steps.get(i).step());
        }
    }

    /** The array that holds the losses after a checkpoint, and names it. */
    private String losses() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("arrays/train/resume"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(LOSSES))
                    .map(file -> file.replace(".npy", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long step(Path checkpoint) {
        try (CheckpointFile file = CheckpointFile.read(checkpoint)) {
            return file.step();
        }
    }

    private static BatchSource<Batch> always(TrainingBatch batch) {
        return new BatchSource<>() {
            @Override
            public int count(long epoch) {
                return 100;
            }

            @Override
            public Batch batch(long epoch, int position) {
                return new Batch(position, List.of(), batch);
            }
        };
    }

    private TrainingBatch batch(int bins, int stride) throws IOException {
        int[] lengths = longs("masking_true/inputs/text_lengths");
        int[] texts = longs("masking_true/inputs/text_inputs");
        int[] samples = longs("masking_true/inputs/wav_lengths");
        int[] codes = longs("masking_true/inputs/audio_codes");
        int[] spans = longs("masking_true/inputs/cond_idxs");
        float[] mels = floats("masking_true/inputs/cond_mels");
        int clips = lengths.length;
        int frames = mels.length / clips / bins;
        List<TrainingItem> items = new ArrayList<>();
        for (int i = 0; i < clips; i++) {
            int text = i * texts.length / clips;
            int code = i * codes.length / clips;
            items.add(new TrainingItem(
                    Arrays.copyOfRange(texts, text, text + lengths[i]),
                    Arrays.copyOfRange(codes, code, code + TrainingItem.codeCount(samples[i], stride)),
                    MelSpectrogram.ofBinsFirst(
                            bins, frames, Arrays.copyOfRange(mels, i * bins * frames, (i + 1) * bins * frames)),
                    Optional.of(new TrainingItem.Span(spans[2 * i], spans[2 * i + 1]))));
        }
        return new TrainingBatch(items);
    }

    private float[] floats(String name) throws IOException {
        ByteBuffer data = npy(name, "<f4");
        float[] values = new float[data.remaining() / 4];
        data.asFloatBuffer().get(values);
        return values;
    }

    private int[] longs(String name) throws IOException {
        ByteBuffer data = npy(name, "<i8");
        int[] values = new int[data.remaining() / 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.toIntExact(data.getLong());
        }
        return values;
    }

    /** The values of a NumPy file behind its header. */
    private ByteBuffer npy(String name, String type) throws IOException {
        byte[] bytes = Files.readAllBytes(root.resolve("arrays/train/" + name + ".npy"));
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + data.getShort(8);
        String description = new String(bytes, 10, header - 10, StandardCharsets.ISO_8859_1);
        assertEquals(true, description.contains("'" + type + "'"), description);
        return data.position(header).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
