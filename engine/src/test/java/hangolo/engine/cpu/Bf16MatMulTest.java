package hangolo.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.AdamW;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Matrix multiplications in bf16 against those of operands that are rounded here, in double precision: what is left is the rounding
 * of fp32 accumulation.
 */
class Bf16MatMulTest {

    private static final double TOLERANCE = 2e-6;

    @BeforeAll
    static void needsAProcessorThatHasThem() {
        assumeTrue(
                CpuBackend.fastest() == Precision.BF16,
                "not run: this processor has neither AVX512_BF16 nor AMX, so there is no bf16 to test");
    }

    /** A number with 8 bits of mantissa, ties to even. */
    static float rounded(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.intBitsToFloat((bits + 0x7FFF + (bits >>> 16 & 1)) & 0xFFFF0000);
    }

    private record Matrix(int rows, int columns, float[] values) {

        static Matrix random(int rows, int columns, long seed) {
            Random random = new Random(seed);
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return new Matrix(rows, columns, values);
        }

        /** Every value {@link Bf16MatMulTest#rounded(float) rounded}. */
        Matrix rounded() {
            float[] bf16 = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                bf16[i] = Bf16MatMulTest.rounded(values[i]);
            }
            return new Matrix(rows, columns, bf16);
        }

        Matrix t() {
            float[] turned = new float[values.length];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    turned[j * rows + i] = values[i * columns + j];
                }
            }
            return new Matrix(columns, rows, turned);
        }

        double[] times(Matrix other) {
            double[] product = new double[rows * other.columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < other.columns; j++) {
                    for (int k = 0; k < columns; k++) {
                        product[i * other.columns + j] +=
                                (double) values[i * columns + k] * other.values[k * other.columns + j];
                    }
                }
            }
            return product;
        }
    }

    /** Loss {@code mean (x2 · w + b - 0)²} with {@code x2 = x · I}, so that x2 is a result with a gradient. */
    @ParameterizedTest
    @CsvSource({"1, 8, 8", "2, 5, 3", "5, 33, 70", "33, 17, 96", "70, 64, 31", "130, 100, 260", "260, 130, 66"})
    void everyProductIsThatOfRoundedFactors(int rows, int in, int out) {
        for (boolean transposed : new boolean[] {false, true}) {
            Matrix x = Matrix.random(rows, in, 1);
            Matrix w = Matrix.random(in, out, 2);
            Matrix b = Matrix.random(1, out, 3);
            List<ParameterSpec> specs = List.of(
                    new ParameterSpec("x", new int[] {rows, in}, true),
                    new ParameterSpec("w", transposed ? new int[] {out, in} : new int[] {in, out}, true),
                    new ParameterSpec("b", new int[] {out}, true));
            try (CpuBackend backend = new CpuBackend(2, Precision.BF16);
                    ParameterStore store = backend.store(specs, true, backend.precision());
                    Pass pass = backend.training(1, 1)) {
                store.fill("x", Role.WEIGHT, x.values);
                store.fill("w", Role.WEIGHT, transposed ? w.t().values : w.values);
                store.fill("b", Role.WEIGHT, b.values);
                Tensor input = pass.scale(store.weight("x"), 1f);
                Tensor y = transposed
                        ? pass.linear(input, store.weight("w"), store.weight("b"))
                        : pass.matmul(input, store.weight("w"), store.weight("b"));
                double[] expected = x.rounded().times(w.rounded());
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += b.values[i % out];
                }
                close(expected, pass.read(y));

                pass.backward(pass.squaredError(y, pass.constant(rows, out, new float[rows * out])), 1f);
                Matrix dy = new Matrix(rows, out, slopes(pass.read(y))).rounded();
                close(dy.times(w.rounded().t()), store.values("x", Role.GRADIENT));
                Matrix dw = new Matrix(in, out, store.values("w", Role.GRADIENT));
                close(x.rounded().t().times(dy), transposed ? new Matrix(out, in, dw.values).t().values : dw.values);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 8", "2, 5, 3", "8, 33, 70", "17, 64, 200", "33, 17, 96"})
    void aPackedWeightGivesTheSameProducts(int rows, int in, int out) {
        Matrix x = Matrix.random(rows, in, 1);
        Matrix w = Matrix.random(in, out, 2);
        Matrix b = Matrix.random(1, out, 3);
        List<ParameterSpec> specs = List.of(
                new ParameterSpec("w", new int[] {in, out}, true), new ParameterSpec("b", new int[] {out}, true));
        try (CpuBackend backend = new CpuBackend(2, Precision.BF16);
                ParameterStore store = backend.store(specs, true, backend.precision());
                Pass pass = backend.inference()) {
            store.fill("w", Role.WEIGHT, w.values);
            store.fill("b", Role.WEIGHT, b.values);
            Tensor packed = pass.packed(store.weight("w"));
            Tensor input = pass.constant(rows, in, x.values);
            double[] expected = x.rounded().times(w.rounded());
            close(expected, pass.read(pass.matmul(input, packed)));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += b.values[i % out];
            }
            close(expected, pass.read(pass.matmul(input, packed, store.weight("b"))));
        }
    }

    private static float[] slopes(float[] y) {
        float[] slopes = new float[y.length];
        float factor = 2f * 1f / y.length;
        for (int i = 0; i < y.length; i++) {
            slopes[i] = factor * y[i];
        }
        return slopes;
    }

    private static void close(double[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        double size = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            size = Math.max(size, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(expected[i] - actual[i]));
        }
        assertTrue(error <= TOLERANCE * size, "error " + error + " of " + size);
    }

    @Test
    void aChangedWeightIsRoundedAgain() {
        List<ParameterSpec> specs = List.of(new ParameterSpec("w", new int[] {1, 1}, false));
        try (CpuBackend backend = new CpuBackend(1, Precision.BF16);
                ParameterStore store = backend.store(specs, true, backend.precision())) {
            store.fill("w", Role.WEIGHT, new float[] {3f});
            assertEquals(3f, one(backend, store));
            store.fill("w", Role.WEIGHT, new float[] {1.001f});
            assertEquals(1f, one(backend, store));
            store.fill("w", Role.GRADIENT, new float[] {1f});
            store.update(AdamW.COQUI, 1, 0.5);
            assertEquals(0.5f, one(backend, store));
        }
    }

    private static float one(CpuBackend backend, ParameterStore store) {
        try (Pass pass = backend.inference()) {
            return pass.read(pass.linear(pass.constant(1, 1, new float[] {1f}), store.weight("w")))[0];
        }
    }

    @Test
    void stepsRepeatBitForBit() {
        float[][] results = new float[2][];
        for (int i = 0; i < 2; i++) {
            try (CpuBackend backend = new CpuBackend(2, Precision.BF16);
                    ParameterStore store = backend.store(
                            List.of(new ParameterSpec("w", new int[] {300, 200}, true)), true, backend.precision());
                    Pass pass = backend.training(1, 1)) {
                store.fill("w", Role.WEIGHT, Matrix.random(300, 200, 4).values);
                Tensor x = pass.constant(129, 300, Matrix.random(129, 300, 5).values);
                Tensor y = pass.dropout(pass.geluTanh(pass.matmul(x, store.weight("w"))), 0.1f);
                pass.backward(pass.squaredError(y, pass.constant(129, 200, new float[129 * 200])), 1f);
                results[i] = store.values("w", Role.GRADIENT);
            }
        }
        assertArrayEquals(results[0], results[1]);
    }
}
