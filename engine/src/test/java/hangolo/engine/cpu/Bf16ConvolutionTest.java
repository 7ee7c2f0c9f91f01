package hangolo.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.Conv1dShape;
import hangolo.engine.Conv1dWeights;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions in bf16 against those in fp32, of operands that are rounded here and of exact ones. */
class Bf16ConvolutionTest {

    private static final float SLOPE = 0.1f;

    /** Of fp32 sums in another order, relative to the norm. */
    private static final double OTHER_ORDER = 2e-6;

    /** The same, where a sum beside the middle of two bfloat16 numbers may be rounded to the other one. */
    private static final double OTHER_NEIGHBOUR = 3e-4;

    @BeforeAll
    static void needsAProcessorThatHasThem() {
        assumeTrue(
                CpuBackend.fastest() == Precision.BF16,
                "not run: this processor has neither AVX512_BF16 nor AMX, so there is no bf16 to test");
    }

    /** A sequence and two filters that keep its shape. */
    record Shape(int rows, int channels, int kernel, int dilation) {

        Conv1dShape first() {
            return Conv1dShape.same(kernel, dilation);
        }

        Conv1dShape second() {
            return Conv1dShape.same(kernel, 1);
        }

        List<ParameterSpec> specs() {
            int[] weight = {channels, channels, kernel};
            int[] bias = {channels};
            return List.of(
                    new ParameterSpec("w1", weight, false),
                    new ParameterSpec("b1", bias, false),
                    new ParameterSpec("w2", weight, false),
                    new ParameterSpec("b2", bias, false));
        }
    }

    static Stream<Shape> shapes() {
        return Stream.of(
                new Shape(1, 1, 1, 1),
                new Shape(2, 3, 3, 5),
                new Shape(127, 16, 11, 5),
                new Shape(128, 64, 7, 3),
                new Shape(300, 33, 3, 1),
                new Shape(1025, 32, 11, 5),
                new Shape(700, 256, 3, 3));
    }

    /** The parameters and one operation. */
    private static final class Convolving implements AutoCloseable {

        private final CpuBackend backend;
        private final ParameterStore store;
        private final Shape shape;

        Convolving(Shape shape, Precision precision, int threads) {
            this.backend = new CpuBackend(threads, precision);
            this.store = backend.store(shape.specs(), false, precision);
            this.shape = shape;
            for (ParameterSpec spec : store.specs()) {
                store.fill(
                        spec.name(),
                        Role.WEIGHT,
                        random(spec.count(), spec.name().hashCode()));
            }
        }

        Convolving roundWeights() {
            for (String name : List.of("w1", "w2")) {
                store.fill(name, Role.WEIGHT, rounded(store.values(name, Role.WEIGHT)));
            }
            return this;
        }

        float[] first(float[] x, float slope) {
            try (Pass pass = backend.inference()) {
                return pass.read(pass.convolution(
                        pass.constant(shape.rows, shape.channels, x), slope, filter(1, shape.first())));
            }
        }

        float[] second(float[] x, float slope) {
            try (Pass pass = backend.inference()) {
                return pass.read(pass.convolution(
                        pass.constant(shape.rows, shape.channels, x), slope, filter(2, shape.second())));
            }
        }

        float[] pair(float[] x) {
            try (Pass pass = backend.inference()) {
                return pass.read(pass.residualPair(
                        pass.constant(shape.rows, shape.channels, x),
                        SLOPE,
                        filter(1, shape.first()),
                        filter(2, shape.second())));
            }
        }

        private Conv1dWeights filter(int number, Conv1dShape window) {
            return new Conv1dWeights(window, store.weight("w" + number), store.weight("b" + number));
        }

        @Override
        public void close() {
            store.close();
            backend.close();
        }
    }

    /** The same convolutions in bf16, in fp32, and in fp32 of rounded weights. */
    private interface Comparison {
        void of(float[] x, Convolving bf16, Convolving exact, Convolving emulated);
    }

    private static void compare(Shape shape, Comparison comparison) {
        float[] x = random(shape.rows * shape.channels, 1);
        try (Convolving bf16 = new Convolving(shape, Precision.BF16, 2);
                Convolving exact = new Convolving(shape, Precision.FP32, 2);
                Convolving emulated = new Convolving(shape, Precision.FP32, 1).roundWeights()) {
            comparison.of(x, bf16, exact, emulated);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aConvolutionIsThatOfRoundedFactors(Shape shape) {
        compare(shape, (x, bf16, exact, emulated) -> {
            float[] found = bf16.first(x, SLOPE);
            near(emulated.first(rounded(active(x)), 1f), found, OTHER_ORDER);
            isRounded(exact.first(x, SLOPE), found);
        });
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aPairRoundsWhatEachConvolutionReadsAndNothingElse(Shape shape) {
        compare(shape, (x, bf16, exact, emulated) -> {
            float[] between = emulated.first(rounded(active(x)), 1f);
            float[] expected = emulated.second(rounded(active(between)), 1f);
            for (int i = 0; i < expected.length; i++) {
                expected[i] += x[i];
            }
            float[] found = bf16.pair(x);
            near(expected, found, OTHER_NEIGHBOUR);
            isRounded(exact.pair(x), found);
        });
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aPairIsTheSameToTheLastBitAgainAndWithOneThread(Shape shape) {
        float[] x = random(shape.rows * shape.channels, 1);
        for (Precision precision : Precision.values()) {
            try (Convolving two = new Convolving(shape, precision, 2);
                    Convolving one = new Convolving(shape, precision, 1)) {
                float[] found = two.pair(x);
                assertArrayEquals(found, two.pair(x));
                assertArrayEquals(found, one.pair(x));
            }
        }
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] rounded(float[] values) {
        float[] bf16 = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            bf16[i] = Bf16MatMulTest.rounded(values[i]);
        }
        return bf16;
    }

    private static float[] active(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] > 0f ? x[i] : SLOPE * x[i];
        }
        return y;
    }

    private static void near(float[] expected, float[] found, double share) {
        double distance = distance(expected, found);
        assertTrue(distance <= share, "the errors' norm is " + distance + " of the values', allowed is " + share);
    }

    /** A bf16 operand is off by at most 2^-9 of itself, and so is a sum of products, relatively. */
    private static void isRounded(float[] exact, float[] found) {
        double distance = distance(exact, found);
        assertTrue(distance > 1e-4 && distance < 1e-2, "the rounding makes " + distance + " of the values");
    }

    private static double distance(float[] expected, float[] found) {
        assertEquals(expected.length, found.length);
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow((double) expected[i] - found[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / size);
    }
}
