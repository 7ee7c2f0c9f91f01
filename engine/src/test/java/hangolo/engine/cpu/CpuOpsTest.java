package hangolo.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.AdamW;
import hangolo.engine.OpCase;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import hangolo.engine.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation: its gradient against central differences. */
class CpuOpsTest {

    private static final float STEP = 5e-3f;

    private final CpuBackend backend = new CpuBackend(2);

    @AfterEach
    void close() {
        backend.close();
    }

    static Stream<OpCase> cases() {
        return OpCase.differentiable();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientMatchesDifferences(OpCase op) {
        try (ParameterStore store = inputs(op, 11)) {
            try (Pass pass = backend.training(7, 3)) {
                pass.backward(loss(op, pass, store), 1f);
            }
            for (ParameterSpec spec : store.specs()) {
                float[] gradient = store.values(spec.name(), Role.GRADIENT);
                double error = 0;
                double size = 1e-12;
                for (int i = 0; i < gradient.length; i++) {
                    double slope = slope(op, store, spec.name(), i);
                    error += Math.pow(gradient[i] - slope, 2);
                    size += slope * slope;
                }
                double relative = Math.sqrt(error / size);
                assertTrue(relative < 0.01, () -> op + ", input " + spec.name() + ": relative error " + relative);
            }
        }
    }

    private double slope(OpCase op, ParameterStore store, String name, int i) {
        float[] values = store.values(name, Role.WEIGHT);
        float before = values[i];
        values[i] = before + STEP;
        store.fill(name, Role.WEIGHT, values);
        double up = value(op, store);
        values[i] = before - STEP;
        store.fill(name, Role.WEIGHT, values);
        double down = value(op, store);
        values[i] = before;
        store.fill(name, Role.WEIGHT, values);
        return (up - down) / (2 * STEP);
    }

    private double value(OpCase op, ParameterStore store) {
        try (Pass pass = backend.training(7, 3)) {
            return pass.value(loss(op, pass, store));
        }
    }

    /** Half the squared distance of the result from fixed values, so that every output has a weight of its own. */
    private static Tensor loss(OpCase op, Pass pass, ParameterStore store) {
        List<Tensor> inputs = new ArrayList<>();
        store.specs().forEach(spec -> inputs.add(store.weight(spec.name())));
        Tensor result = op.apply().apply(pass, inputs);
        float[] target = random(new Random(5), result.count());
        return pass.squaredError(result, pass.constant(result.rows(), result.columns(), target));
    }

    private ParameterStore inputs(OpCase op, long seed) {
        List<ParameterSpec> specs = new ArrayList<>();
        for (int i = 0; i < op.shapes().size(); i++) {
            specs.add(new ParameterSpec("x" + i, op.shapes().get(i), false));
        }
        ParameterStore store = backend.store(specs, true);
        Random random = new Random(seed);
        specs.forEach(spec -> store.fill(spec.name(), Role.WEIGHT, random(random, spec.count())));
        return store;
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void aRepeatedStepGivesTheSameBits() {
        OpCase op = cases().filter(c -> c.name().equals("attention with dropout"))
                .findFirst()
                .orElseThrow();
        try (ParameterStore store = inputs(op, 3)) {
            assertEquals(value(op, store), value(op, store), 0.0);
            double other;
            try (Pass pass = backend.training(7, 4)) {
                other = pass.value(loss(op, pass, store));
            }
            assertTrue(other != value(op, store), "another step throws other dice");
        }
    }

    @Test
    void dropoutKeepsTheMean() {
        int count = 100_000;
        float[] ones = new float[count];
        java.util.Arrays.fill(ones, 1f);
        try (Pass pass = backend.training(1, 1)) {
            float[] dropped = pass.read(pass.dropout(pass.constant(1, count, ones), 0.1f));
            double sum = 0;
            int zeros = 0;
            for (float value : dropped) {
                sum += value;
                zeros += value == 0f ? 1 : 0;
            }
            assertEquals(1.0, sum / count, 0.01);
            assertEquals(0.1, (double) zeros / count, 0.01);
        }
    }

    @Test
    void foldIsTheAdjointOfUnfold() {
        Segments rows = Segments.single(6);
        Window window = new Window(4, 2, 1, 1);
        float[] x = random(new Random(1), 6 * 2);
        float[] y = random(new Random(2), window.outputs(6) * 2 * 4);
        try (Pass pass = backend.inference()) {
            float[] unfolded = pass.read(pass.unfold(pass.constant(6, 2, x), rows, window));
            float[] folded = pass.read(pass.fold(pass.constant(window.outputs(6), 8, y), rows, window));
            assertEquals(dot(unfolded, y), dot(x, folded), 1e-4);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void cachedAttentionEqualsTheWhole() {
        float[] values = random(new Random(4), 5 * 18);
        try (Pass pass = backend.inference()) {
            Tensor qkv = pass.constant(5, 18, values);
            float[] whole = pass.read(CpuOpsTest.causal(pass, qkv, qkv, Segments.single(5), Segments.single(5)));
            Tensor cache = pass.buffer(9, 18);
            for (int i = 0; i < 5; i++) {
                long mark = pass.mark();
                Tensor row = pass.constant(1, 18, java.util.Arrays.copyOfRange(values, i * 18, (i + 1) * 18));
                pass.put(cache, i, row);
                float[] one = pass.read(causal(pass, row, cache, Segments.single(1), Segments.single(i + 1)));
                for (int j = 0; j < 6; j++) {
                    assertEquals(whole[i * 6 + j], one[j], 1e-5);
                }
                pass.release(mark);
            }
        }
    }

    private static Tensor causal(Pass pass, Tensor q, Tensor kv, Segments queries, Segments keys) {
        return pass.attention(
                new hangolo.engine.Heads(q, 0, 3),
                new hangolo.engine.Heads(kv, 6, 3),
                new hangolo.engine.Heads(kv, 12, 3),
                new hangolo.engine.Attention(2, 3, queries, keys, true, 0.57735f, 0f));
    }

    @Test
    void updateFollowsTheFormula() {
        try (ParameterStore store = backend.store(
                List.of(new ParameterSpec("a", new int[] {2}, true), new ParameterSpec("b", new int[] {1}, false)),
                true)) {
            store.fill("a", Role.WEIGHT, new float[] {1f, -2f});
            store.fill("b", Role.WEIGHT, new float[] {3f});
            store.fill("a", Role.GRADIENT, new float[] {0.5f, -0.25f});
            store.fill("b", Role.GRADIENT, new float[] {2f});
            assertEquals(Math.sqrt(0.25 + 0.0625 + 4), store.gradientNorm(), 1e-6);
            store.update(AdamW.COQUI, 1, 0.1);
            // After one step m̂ / √v̂ is the sign of the gradient.
            assertEquals(1 - 0.001 - 0.1, store.values("a", Role.WEIGHT)[0], 1e-6);
            assertEquals(-2 + 0.002 + 0.1, store.values("a", Role.WEIGHT)[1], 1e-6);
            assertEquals(3 - 0.1, store.values("b", Role.WEIGHT)[0], 1e-6);
            assertEquals(0.05f, store.values("a", Role.FIRST_MOMENT)[0], 1e-7);
            assertEquals(0.01f, store.values("a", Role.SECOND_MOMENT)[0], 1e-7);
        }
    }

    @Test
    void mistakesAreNamed() {
        try (Pass pass = backend.inference()) {
            Tensor a = pass.constant(2, 3, new float[6]);
            Tensor b = pass.constant(3, 2, new float[6]);
            Exception e = assertThrows(IllegalArgumentException.class, () -> pass.add(a, b));
            assertEquals("add: expected [2, 3], found [3, 2]", e.getMessage());
            assertThrows(IllegalStateException.class, () -> backend.training(1, 1));
        }
    }

    @Test
    void curvesAreAccurate() {
        for (double x = -20; x < 20; x += 0.0137) {
            assertEquals(Math.exp(x), Curves.exp((float) x), 3e-7 * Math.exp(x) + Math.exp(x) * Math.abs(x) * 1.2e-7);
            assertEquals(Math.tanh((float) x), Curves.tanh((float) x), 2e-7);
        }
        assertEquals(0.8427007929497149, Curves.erf(1f), 3e-7);
        assertEquals(-0.1124629160182849, Curves.erf(-0.1f), 3e-7);
        assertEquals(0.9999779095030014, Curves.erf(3f), 3e-7);
        assertTrue(Float.isNaN(Curves.exp(Float.NaN)));
    }
}
