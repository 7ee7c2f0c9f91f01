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
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.TrainingItem;
import hangolo.verify.BuiltInReference;
import hangolo.verify.ReferenceFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Takes over a checkpoint of Coqui's trainer and gives the losses that Coqui's trainer gave when it did the same. */
class ResumeGoldenTest {

    private static final double TOLERANCE = 3e-4;
    private static final String INPUTS = "train/masking_true/inputs/";
    private static final String LOSSES = "train/resume/losses_after_";

    /** In the numbers that are part of the program, or in the larger set that {@code -Dhangolo.goldens=DIR} names. */
    @Test
    void theNextStepsAreThoseOfCoquisTrainer() throws IOException {
        String given = System.getProperty("hangolo.goldens", "");
        if (!given.isEmpty()) {
            compare(ReferenceFolder.open(Path.of(given)));
            return;
        }
        try (BuiltInReference builtIn = BuiltInReference.unpack()) {
            compare(ReferenceFolder.open(builtIn.folder()));
        }
    }

    private static void compare(ReferenceFolder folder) throws IOException {
        // The array that holds the losses after a checkpoint, and names it.
        String name = folder.names(LOSSES).get(0);
        float[] expected = folder.values(name).floats();
        Path checkpoint = folder.path("checkpoints/" + name.substring(LOSSES.length()) + ".pth");
        long step = step(checkpoint);
        List<StepMetrics> steps = new ArrayList<>();
        try (Backend backend = new CpuBackend();
                XttsModel model = XttsModel.openForTraining(folder.path("model"), Optional.of(checkpoint), backend)) {
            RestoredState restored = RestoredState.everything(checkpoint, model.parameters(), 1);
            assertEquals(TrainState.at(1, step, 0, step), restored.state());
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
                                    folder,
                                    model.gpt().sizes().melBins(),
                                    model.config().gpt().codeStride())),
                            settings,
                            recorder,
                            TrainingController.none(),
                            System::nanoTime)
                    .fit(restored.state());
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

    private static TrainingBatch batch(ReferenceFolder folder, int bins, int stride) throws IOException {
        int[] lengths = folder.values(INPUTS + "text_lengths").ints();
        int[] texts = folder.values(INPUTS + "text_inputs").ints();
        int[] samples = folder.values(INPUTS + "wav_lengths").ints();
        int[] codes = folder.values(INPUTS + "audio_codes").ints();
        int[] spans = folder.values(INPUTS + "cond_idxs").ints();
        float[] mels = folder.values(INPUTS + "cond_mels").floats();
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
}
