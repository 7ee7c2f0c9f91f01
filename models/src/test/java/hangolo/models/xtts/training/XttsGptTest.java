package hangolo.models.xtts.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.MelSpectrogram;
import hangolo.engine.AdamW;
import hangolo.engine.Backend;
import hangolo.engine.MemoryMode;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.cuda.EmulatedCuda;
import hangolo.models.xtts.gpt.TinyGpt;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.synthesis.Generation;
import hangolo.models.xtts.synthesis.Generator;
import hangolo.models.xtts.synthesis.SamplingSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of the GPT that hold for any weights; no file is needed. */
class XttsGptTest {

    private static final float CLOSE = 2e-5f;

    private Backend backend;
    private TinyGpt tiny;
    private TrainingGraph graph;

    @BeforeEach
    void open() throws IOException {
        backend = new CpuBackend(1);
        tiny = TinyGpt.create(backend, true);
        graph = new TrainingGraph(tiny.gpt(), TrainingGraph.Settings.EVALUATION);
    }

    @AfterEach
    void close() {
        tiny.close();
        backend.close();
    }

    @Test
    void theLossOfABatchIsTheTokenMeanOfItsClipsAlone() {
        List<TrainingItem> items =
                List.of(TinyGpt.item(4, 6, 1), TinyGpt.item(9, 3, 2), TinyGpt.item(1, 11, 3), TinyGpt.item(6, 1, 4));
        double[] expected = new double[2];
        for (TrainingItem item : items) {
            TrainingBatch one = new TrainingBatch(List.of(item));
            double[] alone = losses(one);
            expected[0] += alone[0] * one.textTargets();
            expected[1] += alone[1] * one.melTargets();
        }
        TrainingBatch all = new TrainingBatch(items);
        double[] together = losses(all);
        assertEquals(expected[0] / all.textTargets(), together[0], 1e-5);
        assertEquals(expected[1] / all.melTargets(), together[1], 1e-5);
        assertEquals(0.01 * together[0] + together[1], together[2], 1e-5);
        assertEquals(4 * 5 + (4 + 6 + 5) + (9 + 3 + 5) + (1 + 11 + 5) + (6 + 1 + 5), all.rows(tiny.sizes()));
    }

    @Test
    void theGradientOfABatchIsTheMeanOfItsClips() {
        // Only with the same number of targets in both: otherwise the longer clip weighs more.
        TrainingItem a = TinyGpt.item(9, 6, 2);
        TrainingItem b = new TrainingItem(a.text(), new int[] {3, 1, 4, 1, 5, 9}, TinyGpt.mel(11, 8));
        tiny.store().zeroGradients();
        accumulate(new TrainingBatch(List.of(a, b)), 1);
        float[] together = tiny.store().values("conditioning_perceiver.latents", ParameterStore.Role.GRADIENT);
        tiny.store().zeroGradients();
        accumulate(new TrainingBatch(List.of(a)), 0.5f);
        accumulate(new TrainingBatch(List.of(b)), 0.5f);
        float[] alone = tiny.store().values("conditioning_perceiver.latents", ParameterStore.Role.GRADIENT);
        assertTrue(Math.abs(together[largest(together)]) > 1e-3);
        assertArrayEquals(together, alone, CLOSE);
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        TrainingBatch batch = new TrainingBatch(List.of(TinyGpt.item(3, 4, 5), TinyGpt.item(2, 5, 6)));
        tiny.store().zeroGradients();
        accumulate(batch, 1);
        for (String name : List.of(
                "conditioning_encoder.init.weight",
                "conditioning_encoder.attn.1.qkv.weight",
                "conditioning_perceiver.latents",
                "conditioning_perceiver.layers.0.1.0.weight",
                "mel_pos_embedding.emb.weight",
                "gpt.h.1.mlp.c_fc.weight",
                "final_norm.weight",
                "mel_head.bias")) {
            float[] gradient = tiny.store().values(name, ParameterStore.Role.GRADIENT);
            int index = largest(gradient);
            assertEquals(slope(batch, name, index), gradient[index], 0.02 * Math.abs(gradient[index]) + 2e-4, name);
        }
    }

    @Test
    void aLaterTokenDoesNotChangeEarlierScores() {
        int[] codes = {1, 2, 3, 4, 5, 6};
        float[] before = scores(codes);
        codes[4] = 9;
        float[] after = scores(codes);
        int width = tiny.sizes().audioTokens();
        // Row i sees the start and the codes up to c_i: the change of c5 shows from row 5 on.
        assertArrayEquals(Arrays.copyOf(before, 5 * width), Arrays.copyOf(after, 5 * width), 0f);
        assertNotEquals(before[5 * width], after[5 * width]);
    }

    @Test
    void theCacheGivesTheLatentsOfTheWholeSequence() {
        int[] text = {3, 1, 4, 1, 5};
        float[] prompt = prompt();
        Generator generator = new Generator(backend, tiny.gpt());
        SamplingSettings settings = SamplingSettings.greedy(1.3).withMaxCodes(12);
        Generation generation = generator.generate(prompt, text, settings);
        assertArrayEquals(generator.latents(prompt, text, generation.codes()), generation.latents(), CLOSE * 10);
        assertArrayEquals(
                generation.codes(), generator.generate(prompt, text, settings).codes());
    }

    @Test
    void theSeedDecidesWhatIsDrawn() {
        Generator generator = new Generator(backend, tiny.gpt());
        SamplingSettings settings = new SamplingSettings(false, 1.5, 0, 1, 1, 1, 15, 7);
        int[] first = generator.generate(prompt(), new int[] {2, 4}, settings).codes();
        assertArrayEquals(
                first, generator.generate(prompt(), new int[] {2, 4}, settings).codes());
        assertTrue(IntStream.range(0, 8)
                .anyMatch(seed -> !Arrays.equals(
                        first,
                        generator
                                .generate(prompt(), new int[] {2, 4}, settings.withSeed(seed))
                                .codes())));
    }

    @Test
    void textsTogetherGiveWhatEachGivesAlone() throws IOException {
        for (Precision precision : List.of(Precision.FP32, CpuBackend.fastest())) {
            try (Backend cpu = new CpuBackend(2, precision);
                    TinyGpt gpt = TinyGpt.create(cpu, false)) {
                Generator generator = new Generator(cpu, gpt.gpt());
                SamplingSettings settings = new SamplingSettings(false, 1.5, 0, 1, 1, 1, 15, 7);
                List<Generator.Request> requests = IntStream.range(0, 11)
                        .mapToObj(i -> new Generator.Request(
                                prompt(), IntStream.range(1, 3 + i).toArray(), settings.withSeed(i)))
                        .toList();
                List<Generation> together = generator.generate(requests);
                for (int i = 0; i < requests.size(); i++) {
                    Generator.Request request = requests.get(i);
                    Generation alone = generator.generate(request.prompt(), request.text(), request.settings());
                    assertArrayEquals(alone.codes(), together.get(i).codes());
                    assertArrayEquals(alone.latents(), together.get(i).latents());
                }
            }
        }
    }

    @Test
    void littleMemorySpeaksTheSame() throws IOException {
        List<Generation> normal = spoken(MemoryMode.NORMAL);
        List<Generation> low = spoken(MemoryMode.LOW);
        for (int i = 0; i < normal.size(); i++) {
            assertArrayEquals(normal.get(i).codes(), low.get(i).codes());
            assertArrayEquals(normal.get(i).latents(), low.get(i).latents());
        }
    }

    /** Each text is longer than the one before, so that its rows lie where those of the others were. */
    private List<Generation> spoken(MemoryMode memory) throws IOException {
        try (Backend cpu = new CpuBackend(2, CpuBackend.fastest(), memory);
                TinyGpt gpt = TinyGpt.create(cpu, true)) {
            SamplingSettings settings = new SamplingSettings(false, 1.5, 0, 1, 1, 1, 15, 7);
            return new Generator(cpu, gpt.gpt())
                    .generate(IntStream.range(0, 4)
                            .mapToObj(i -> new Generator.Request(
                                    prompt(), IntStream.range(1, 3 + 4 * i).toArray(), settings.withSeed(i)))
                            .toList());
        }
    }

    /** Losses and gradients of a step with dropout are the same whatever is kept of its blocks. */
    @Test
    void littleMemoryGivesTheSameBits() throws IOException {
        TrainingBatch batch = new TrainingBatch(List.of(TinyGpt.item(5, 8, 9), TinyGpt.item(3, 11, 7)));
        for (Precision precision : List.of(Precision.FP32, CpuBackend.fastest())) {
            Map<String, float[]> normal = gradients(new CpuBackend(2, precision, MemoryMode.NORMAL), batch);
            Map<String, float[]> low = gradients(new CpuBackend(2, precision, MemoryMode.LOW), batch);
            normal.forEach((name, values) -> assertArrayEquals(values, low.get(name), name));
        }
    }

    @ParameterizedTest
    @EnumSource
    void littleMemoryOnACardGivesTheSameBits(Precision precision) throws IOException {
        TrainingBatch batch = new TrainingBatch(List.of(TinyGpt.item(5, 8, 9), TinyGpt.item(3, 11, 7)));
        Map<String, float[]> normal = gradients(EmulatedCuda.open(precision, MemoryMode.NORMAL), batch);
        Map<String, float[]> low = gradients(EmulatedCuda.open(precision, MemoryMode.LOW), batch);
        normal.forEach((name, values) -> assertArrayEquals(values, low.get(name), name));
    }

    private static Map<String, float[]> gradients(Backend opened, TrainingBatch batch) throws IOException {
        Map<String, float[]> all = new LinkedHashMap<>();
        try (opened;
                TinyGpt gpt = TinyGpt.create(opened, true)) {
            for (int step = 1; step <= 2; step++) {
                gpt.store().zeroGradients();
                try (Pass pass = opened.training(1, step)) {
                    XttsLosses losses =
                            new TrainingGraph(gpt.gpt(), TrainingGraph.Settings.TRAINING).losses(pass, batch);
                    pass.backward(losses.total(), 1);
                    all.put("loss of step " + step, pass.read(losses.total()));
                }
                gpt.store().update(AdamW.COQUI, step, 1e-3);
            }
            gpt.store().specs().forEach(spec -> {
                all.put("gradient of " + spec.name(), gpt.store().values(spec.name(), Role.GRADIENT));
                all.put(spec.name(), gpt.store().values(spec.name(), Role.WEIGHT));
            });
        }
        return all;
    }

    @Test
    void generationUsesTheWeightsThatAreBeingTrained() {
        TrainingBatch batch = new TrainingBatch(List.of(TinyGpt.item(5, 8, 9)));
        TrainingItem item = batch.items().get(0);
        Generator generator = new Generator(backend, tiny.gpt());
        double before = losses(batch)[2];
        for (int step = 1; step <= 150; step++) {
            tiny.store().zeroGradients();
            accumulate(batch, 1);
            tiny.store().update(AdamW.COQUI, step, 5e-3);
        }
        double after = losses(batch)[2];
        assertTrue(after < 0.05 && before > 1, before + " to " + after);
        float[] prompt;
        try (Pass pass = backend.inference()) {
            prompt = pass.read(tiny.gpt().prompt(pass, batch.conditioning(pass), batch.frames()));
        }
        Generation learnt = generator.generate(prompt, item.text(), SamplingSettings.greedy(1));
        assertArrayEquals(item.codes(), Arrays.copyOf(learnt.codes(), 8));
        assertTrue(learnt.complete());
    }

    @Test
    void dropoutIsRepeatableAndOnlyInTraining() {
        TrainingBatch batch = new TrainingBatch(List.of(TinyGpt.item(5, 8, 9)));
        TrainingGraph dropping = new TrainingGraph(tiny.gpt(), TrainingGraph.Settings.TRAINING);
        double[] seen = new double[3];
        long[][] keys = {{1, 1}, {1, 1}, {1, 2}};
        for (int i = 0; i < 3; i++) {
            try (Pass pass = backend.training(keys[i][0], keys[i][1])) {
                seen[i] = pass.value(dropping.losses(pass, batch).total());
            }
        }
        assertEquals(seen[0], seen[1]);
        assertNotEquals(seen[0], seen[2]);
        assertNotEquals(losses(batch)[2], seen[0]);
        double plain = losses(batch)[2];
        try (Pass pass = backend.inference()) {
            assertEquals(plain, pass.value(dropping.losses(pass, batch).total()));
        }
    }

    @Test
    void coquisMaskHitsTheLastClipInMelFrames() {
        TrainingItem first = TinyGpt.item(2, 6, 1);
        TrainingItem plain = TinyGpt.item(3, 7, 2);
        TrainingItem last = new TrainingItem(
                plain.text(), plain.codes(), plain.conditioning(), Optional.of(new TrainingItem.Span(600, 1200)));
        Packing packing = new Packing(new TrainingBatch(List.of(first, last)), tiny.sizes());
        int[] before = packing.melTargets.clone();
        packing.maskLikeCoqui(last);
        int start = 6 + 4;
        assertArrayEquals(Arrays.copyOf(before, start + 2), Arrays.copyOf(packing.melTargets, start + 2));
        assertEquals(-1, packing.melTargets[start + 2]);
        assertEquals(-1, packing.melTargets[start + 3]);
        assertEquals(before[start + 4], packing.melTargets[start + 4]);
    }

    @Test
    void impossibleClipsAreRefusedWithTheirNumbers() {
        assertThrows(IllegalArgumentException.class, () -> new TrainingBatch(List.of()));
        refused(TinyGpt.item(31, 3, 1), "31 text tokens");
        refused(TinyGpt.item(3, 39, 1), "39 audio codes");
        refused(new TrainingItem(new int[] {20}, new int[] {1}, TinyGpt.mel(4, 1)), "text token 20");
        refused(new TrainingItem(new int[] {2}, new int[] {-1}, TinyGpt.mel(4, 1)), "audio code -1");
        refused(new TrainingItem(new int[] {2}, new int[] {1}, TinyGpt.mel(0, 1)), "no mel frames");
    }

    private void refused(TrainingItem item, String part) {
        var e = assertThrows(IllegalArgumentException.class, () -> losses(new TrainingBatch(List.of(item))));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private double[] losses(TrainingBatch batch) {
        try (Pass pass = backend.inference()) {
            XttsLosses losses = graph.losses(pass, batch);
            return new double[] {pass.value(losses.text()), pass.value(losses.mel()), pass.value(losses.total())};
        }
    }

    private void accumulate(TrainingBatch batch, float scale) {
        try (Pass pass = backend.training(1, 1)) {
            pass.backward(graph.losses(pass, batch).total(), scale);
        }
    }

    private double slope(TrainingBatch batch, String name, int index) {
        float[] values = tiny.store().values(name, ParameterStore.Role.WEIGHT);
        float step = 4e-3f;
        float original = values[index];
        double[] around = new double[2];
        for (int side = 0; side < 2; side++) {
            values[index] = original + (side == 0 ? step : -step);
            tiny.store().fill(name, ParameterStore.Role.WEIGHT, values);
            around[side] = losses(batch)[2];
        }
        values[index] = original;
        tiny.store().fill(name, ParameterStore.Role.WEIGHT, values);
        return (around[0] - around[1]) / (2 * step);
    }

    private static int largest(float[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> Math.abs(values[a]) >= Math.abs(values[b]) ? a : b)
                .orElseThrow();
    }

    private float[] prompt() {
        try (Pass pass = backend.inference()) {
            MelSpectrogram prompt = TinyGpt.mel(9, 3);
            Tensor mel = pass.constant(prompt.frames(), prompt.bins(), prompt.values());
            return pass.read(tiny.gpt().prompt(pass, mel, PackedSequences.single(9)));
        }
    }

    private float[] scores(int[] codes) {
        float[] prompt = prompt();
        try (Pass pass = backend.inference()) {
            XttsGpt gpt = tiny.gpt();
            Tensor rows = pass.concatRows(
                    pass.constant(5, TinyGpt.WIDTH, prompt),
                    gpt.mel(pass, new int[] {16}, new int[] {0}),
                    gpt.mel(pass, codes, IntStream.rangeClosed(1, codes.length).toArray()));
            Tensor hidden = gpt.transform(pass, rows, PackedSequences.single(rows.rows()), 0);
            int[] last = IntStream.range(5, rows.rows()).toArray();
            return pass.read(gpt.melLogits(pass, gpt.normalise(pass, pass.gather(hidden, last))));
        }
    }
}
