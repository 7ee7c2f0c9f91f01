package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.samediff.SameDiffBackend;
import hangolo.models.xtts.gpt.TinyGpt;
import hangolo.models.xtts.synthesis.Generation;
import hangolo.models.xtts.synthesis.Generator;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingGraph;
import hangolo.models.xtts.training.TrainingItem;
import hangolo.models.xtts.training.XttsLosses;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole network on the cpu backend and on SameDiff in double precision. */
class BackendsAgreeTest {

    private static final int STEPS = 3;
    private static final double RATE = 1e-3;
    private static final List<TrainingItem> ITEMS =
            List.of(TinyGpt.item(4, 6, 1), TinyGpt.item(9, 3, 2), TinyGpt.item(1, 11, 3));

    private static PrintStream out;

    /** SameDiff prints a line for every operation that it differentiates. */
    @BeforeAll
    static void quiet() {
        out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterAll
    static void loud() {
        System.setOut(out);
    }

    /** The losses of some steps, each after the update of the one before, and the gradients of the first. */
    record Trained(List<Double> losses, Map<String, float[]> gradients) {

        /** Trains with dropout: both backends must throw the same dice. */
        static Trained on(Backend backend) throws IOException {
            TrainingGraph.Settings settings = TrainingGraph.Settings.TRAINING;
            List<Double> losses = new ArrayList<>();
            Map<String, float[]> gradients = new LinkedHashMap<>();
            try (TinyGpt tiny = TinyGpt.create(backend, true)) {
                TrainingGraph graph = new TrainingGraph(tiny.gpt(), settings);
                for (int step = 1; step <= STEPS; step++) {
                    tiny.store().zeroGradients();
                    try (Pass pass = backend.training(1, step)) {
                        XttsLosses found = graph.losses(pass, new TrainingBatch(ITEMS));
                        pass.backward(found.total(), 1f);
                        losses.addAll(List.of(pass.value(found.text()), pass.value(found.mel())));
                    }
                    if (step == 1) {
                        tiny.store()
                                .specs()
                                .forEach(s ->
                                        gradients.put(s.name(), tiny.store().values(s.name(), Role.GRADIENT)));
                    }
                    tiny.store().update(AdamW.COQUI, step, RATE);
                }
            }
            return new Trained(losses, gradients);
        }
    }

    @Test
    void lossesAndGradientsAreTheSameWithDropout() throws IOException {
        try (Backend cpu = new CpuBackend(2);
                Backend oracle = SameDiffBackend.inDouble()) {
            Trained found = Trained.on(cpu);
            Trained expected = Trained.on(oracle);
            for (int i = 0; i < expected.losses().size(); i++) {
                assertEquals(expected.losses().get(i), found.losses().get(i), 1e-4, "loss " + i);
            }
            expected.gradients().forEach((name, gradient) -> {
                float largest = largest(gradient);
                float[] other = found.gradients().get(name);
                assertArrayEquals(gradient, other, 1e-4f * largest + 1e-6f, "gradient of " + name);
            });
        }
    }

    static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @Test
    void generationWithACacheIsTheSame() throws IOException {
        try (Backend cpu = new CpuBackend(2);
                Backend oracle = SameDiffBackend.inDouble()) {
            Generation found = generated(cpu);
            Generation expected = generated(oracle);
            assertArrayEquals(expected.codes(), found.codes());
            assertTrue(expected.codes().length > 1);
            assertArrayEquals(expected.latents(), found.latents(), 1e-4f);
        }
    }

    static Generation generated(Backend backend) throws IOException {
        try (TinyGpt tiny = TinyGpt.create(backend, false)) {
            float[] prompt;
            try (Pass pass = backend.inference()) {
                TrainingBatch batch = new TrainingBatch(ITEMS.subList(0, 1));
                prompt = pass.read(tiny.gpt().prompt(pass, batch.conditioning(pass), batch.frames()));
            }
            SamplingSettings settings = SamplingSettings.greedy(2).withMaxCodes(12);
            return new Generator(backend, tiny.gpt()).generate(prompt, new int[] {3, 1, 4}, settings);
        }
    }
}
