package hangolo.models.xtts.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.cuda.CudaBackend;
import hangolo.engine.cuda.EmulatedCuda;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.gpt.XttsGpt;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The memory plan against what a step on the cuda backend takes. */
class StepMemoryTest {

    private static final GptSizes SIZES = new GptSizes(
            5, 64, 4, 300, 299, 0, 102, 100, 101, 120 + 2, 200 + 3, 8, 20, 3, 2, GptSizes.PERCEIVER_HEADS, 64, 160);

    @ParameterizedTest
    @CsvSource({
        "FP32, NORMAL, 2, 40, 60, 50",
        "BF16, NORMAL, 2, 40, 60, 50",
        "BF16, NORMAL, 1, 20, 90, 120",
        "FP32, LOW, 2, 40, 60, 50",
        "BF16, LOW, 2, 40, 60, 50",
        "BF16, LOW, 1, 20, 90, 120",
        "BF16, LOW, 3, 10, 20, 200"
    })
    void activationsAreAsPlanned(Precision precision, MemoryMode memory, int clips, int text, int codes, int frames) {
        StepMemory.Batch batch = new StepMemory.Batch(clips, text + 2, codes + 5, frames);
        double planned =
                StepMemory.of(SIZES, batch, precision == Precision.BF16, memory).activations();
        assertEquals(1, taken(precision, memory, clips, text, codes, frames) / planned, 0.1);
    }

    private static double taken(Precision precision, MemoryMode memory, int clips, int text, int codes, int frames) {
        SplittableRandom random = new SplittableRandom(1);
        List<TrainingItem> items = IntStream.range(0, clips)
                .mapToObj(i -> new TrainingItem(
                        random.ints(text, 1, 299).toArray(),
                        random.ints(codes, 0, 100).toArray(),
                        new MelSpectrogram(frames, 20, new float[frames * 20])))
                .toList();
        try (CudaBackend backend = EmulatedCuda.open(precision, memory);
                ParameterStore store = backend.store(new GptParameterSpecs(SIZES).specs(), true, precision)) {
            TrainingGraph graph = new TrainingGraph(new XttsGpt(store, SIZES), TrainingGraph.Settings.TRAINING);
            try (Pass pass = backend.training(1, 1)) {
                pass.backward(graph.losses(pass, new TrainingBatch(items)).total(), 1f);
            }
            return backend.workingBytes();
        }
    }

    /** Four values and, in bf16 with memory to spare, half of one more for each parameter. */
    @Test
    void parametersAreCountedByRole() {
        long count = new GptParameterSpecs(SIZES)
                .specs().stream().mapToLong(ParameterSpec::count).sum();
        StepMemory.Batch batch = new StepMemory.Batch(1, 10, 10, 10);
        StepMemory plan = StepMemory.of(SIZES, batch, true, MemoryMode.NORMAL);
        assertEquals(18 * count, plan.total() - plan.activations());
        StepMemory little = StepMemory.of(SIZES, batch, true, MemoryMode.LOW);
        assertEquals(16 * count, little.total() - little.activations());
    }
}
