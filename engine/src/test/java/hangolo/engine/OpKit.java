package hangolo.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.ParameterStore.Role;
import hangolo.engine.samediff.SameDiffBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every backend must pass: each operation against central differences, against PyTorch's numbers, and against SameDiff in
 * double precision, forward and backward; and what else {@link Backend} promises. A backend's test extends it.
 */
@ExtendWith(QuietSameDiff.class)
public abstract class OpKit {

    private Backend backend;
    private Backend oracle;

    /** Opens the backend under test. */
    protected abstract Backend open();

    /** Step of the central differences: small where the backend computes in double precision. */
    protected float differenceStep() {
        return 5e-3f;
    }

    /** Largest relative error against differences; those of a 32-bit loss keep two to three digits. */
    protected double differenceError() {
        return 0.01;
    }

    /**
     * Largest error of a value against the oracles, in units of the largest value of its array: sums of a few dozen fp32
     * products, each rounded to 6e-8 of its size, and functions that are exact to 2e-7.
     */
    protected double oracleError() {
        return 1e-5;
    }

    /** The backend under test. */
    protected final Backend backend() {
        return backend;
    }

    @BeforeEach
    final void start() {
        backend = open();
        oracle = SameDiffBackend.inDouble();
    }

    /** A backend that this computer does not have was never opened. */
    @AfterEach
    final void close() {
        Stream.of(backend, oracle).filter(Objects::nonNull).forEach(Backend::close);
    }

    static Stream<OpCase> differentiable() {
        return OpCase.differentiable();
    }

    static Stream<OpCase> forwardOnly() {
        return OpCase.forwardOnly();
    }

    static Stream<TorchCase> torch() {
        return TorchCase.all();
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    final void gradientMatchesDifferences(OpCase op) {
        try (OpRun run = new OpRun(backend, op, 11)) {
            List<float[]> gradients = run.gradients();
            for (int input = 0; input < gradients.size(); input++) {
                double error = 0;
                double size = 1e-12;
                for (int i = 0; i < gradients.get(input).length; i++) {
                    double slope = run.slope(input, i, differenceStep());
                    error += Math.pow(gradients.get(input)[i] - slope, 2);
                    size += slope * slope;
                }
                double relative = Math.sqrt(error / size);
                String where = op + ", input " + input + ": relative error " + relative;
                assertTrue(relative <= differenceError(), where);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    final void valuesAndGradientsMatchSameDiff(OpCase op) {
        try (OpRun expected = new OpRun(oracle, op, 5);
                OpRun found = new OpRun(backend, op, 5)) {
            near(op + ", result", expected.result(), found.result());
            List<float[]> gradients = found.gradients();
            for (int input = 0; input < gradients.size(); input++) {
                near(op + ", gradient of input " + input, expected.gradients().get(input), gradients.get(input));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forwardOnly")
    final void valuesOfForwardOperationsMatchSameDiff(OpCase op) {
        try (OpRun expected = new OpRun(oracle, op, 5);
                OpRun found = new OpRun(backend, op, 5)) {
            near(op + ", result", expected.inference(), found.inference());
            assertThrows(IllegalStateException.class, found::gradients, op + " has no gradient and must say so");
        }
    }

    @ParameterizedTest
    @MethodSource("torch")
    final void valuesAndGradientsMatchPyTorch(TorchCase numbers) {
        OpCase op = differentiable()
                .filter(c -> c.name().equals(numbers.name()))
                .findFirst()
                .orElseThrow();
        try (OpRun run = new OpRun(backend, op, numbers.inputs(), numbers.target())) {
            near(op + ", result", numbers.result(), run.result());
            List<float[]> gradients = run.gradients();
            for (int input = 0; input < gradients.size(); input++) {
                near(op + ", gradient of input " + input, numbers.gradients().get(input), gradients.get(input));
            }
        }
    }

    static Stream<OpCase> insideABlock() {
        return OpCase.differentiable().filter(op -> !op.name().startsWith("block")); // they do not nest
    }

    @ParameterizedTest
    @MethodSource("insideABlock")
    final void inBlocksTheBitsAreTheSame(OpCase op) {
        try (OpRun plain = new OpRun(backend, OpCase.twice(op, (o, x, body) -> body.apply(x)), 5);
                OpRun inBlocks = new OpRun(backend, OpCase.twice(op, Ops::checkpointed), 5)) {
            assertArrayEquals(plain.result(), inBlocks.result(), op + ", result");
            List<float[]> expected = plain.gradients();
            List<float[]> found = inBlocks.gradients();
            for (int input = 0; input < expected.size(); input++) {
                assertArrayEquals(expected.get(input), found.get(input), op + ", gradient of input " + input);
            }
        }
    }

    private void near(String what, float[] expected, float[] found) {
        assertEquals(expected.length, found.length, what);
        double largest = 1e-3;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) expected[i] - found[i]) / largest;
            String where = what + " at " + i + ": expected " + expected[i] + ", found " + found[i];
            assertTrue(error <= oracleError(), where);
        }
    }

    @Test
    final void everyOperationHasACase() {
        assertEquals(List.of(), OpCase.operationsWithoutCase());
    }

    @Test
    final void gradientsAreAdded() {
        OpCase op = differentiable().findFirst().orElseThrow();
        try (OpRun run = new OpRun(backend, op, 1)) {
            float[] once = run.gradients().get(0);
            float[] twice = run.moreGradients(0.5f).get(0);
            for (int i = 0; i < once.length; i++) {
                assertEquals(1.5 * once[i], twice[i], 1e-4 * Math.abs(once[i]) + 1e-6);
            }
        }
    }

    @Test
    final void aRepeatedStepGivesTheSameBits() {
        OpCase op = differentiable()
                .filter(c -> c.name().equals("attention with dropout"))
                .findFirst()
                .orElseThrow();
        try (OpRun run = new OpRun(backend, op, 3)) {
            float[] first = run.result();
            assertArrayEquals(first, run.result());
            assertFalse(Arrays.equals(first, run.at(4).result()), "another step draws another mask");
        }
    }

    @Test
    final void dropoutKeepsTheMean() {
        int count = 100_000;
        float[] ones = new float[count];
        Arrays.fill(ones, 1f);
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
    final void foldIsTheAdjointOfUnfold() {
        PackedSequences rows = PackedSequences.single(6);
        Conv1dShape window = new Conv1dShape(4, 2, 1, 1);
        float[] x = OpRun.random(new Random(1), 6 * 2);
        float[] y = OpRun.random(new Random(2), window.outputs(6) * 2 * 4);
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
    final void cachedAttentionEqualsTheWhole() {
        float[] values = OpRun.random(new Random(4), 5 * 18);
        try (Pass pass = backend.inference()) {
            Tensor qkv = pass.constant(5, 18, values);
            float[] whole = pass.read(causal(pass, qkv, qkv, PackedSequences.single(5), PackedSequences.single(5)));
            Tensor cache = pass.buffer(9, 18);
            for (int i = 0; i < 5; i++) {
                long mark = pass.mark();
                Tensor row = pass.constant(1, 18, Arrays.copyOfRange(values, i * 18, (i + 1) * 18));
                pass.put(cache, i, row);
                float[] one =
                        pass.read(causal(pass, row, cache, PackedSequences.single(1), PackedSequences.single(i + 1)));
                for (int j = 0; j < 6; j++) {
                    assertEquals(whole[i * 6 + j], one[j], 1e-5);
                }
                pass.release(mark);
            }
        }
    }

    private static Tensor causal(Pass pass, Tensor q, Tensor kv, PackedSequences queries, PackedSequences keys) {
        return pass.attention(
                new HeadLayout(q, 0, 3),
                new HeadLayout(kv, 6, 3),
                new HeadLayout(kv, 12, 3),
                new AttentionSpec(2, 3, queries, keys, true, 0.57735f, 0f));
    }

    @Test
    final void updateFollowsTheFormula() {
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
    final void severalThreadsWriteAndReadParameters() {
        int size = 5000;
        List<ParameterSpec> specs = IntStream.range(0, 40)
                .mapToObj(i -> new ParameterSpec("p" + i, new int[] {size}, true))
                .toList();
        try (ParameterStore store = backend.store(specs, true, backend.precision())) {
            specs.parallelStream().forEach(spec -> {
                float[] values = new float[size];
                Arrays.fill(values, spec.name().hashCode());
                store.write(spec.name(), Role.WEIGHT, 0, values, size / 2);
                store.write(spec.name(), Role.WEIGHT, size / 2, values, size / 2);
            });
            assertTrue(specs.parallelStream().allMatch(spec -> {
                for (float value : store.values(spec.name(), Role.WEIGHT)) {
                    if (value != spec.name().hashCode()) {
                        return false;
                    }
                }
                return true;
            }));
        }
    }

    @Test
    final void frozenParametersHaveNoGradient() {
        List<ParameterSpec> specs = List.of(new ParameterSpec("a", new int[] {2}, true));
        try (ParameterStore store = backend.store(specs, false)) {
            assertThrows(IllegalStateException.class, () -> store.values("a", Role.GRADIENT));
            assertThrows(IllegalArgumentException.class, () -> store.weight("b"));
            try (Pass pass = backend.training(1, 1)) {
                Tensor loss = pass.squaredError(store.weight("a"), pass.constant(1, 2, new float[2]));
                assertThrows(IllegalStateException.class, () -> pass.backward(loss, 1f));
            }
        }
    }

    @Test
    final void aLossWithoutTargetsIsNotANumber() {
        try (Pass pass = backend.training(1, 1)) {
            Tensor logits = pass.constant(2, 3, new float[6]);
            assertTrue(Double.isNaN(pass.value(pass.crossEntropy(logits, new int[] {-1, -1}))));
        }
    }

    @Test
    final void mistakesAreNamed() {
        try (Pass pass = backend.inference()) {
            Tensor a = pass.constant(2, 3, new float[6]);
            Tensor b = pass.constant(3, 2, new float[6]);
            Exception e = assertThrows(IllegalArgumentException.class, () -> pass.add(a, b));
            assertEquals("add: expected [2, 3], found [3, 2]", e.getMessage());
            assertThrows(IllegalStateException.class, () -> backend.training(1, 1));
        }
    }
}
