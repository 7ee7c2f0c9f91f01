package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.AdamW;
import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bf16 copies of weights, kept or cast for each multiplication: rounded to nearest, and current. */
class Bf16WeightsTest {

    private static final float[] VALUES = {
        0f,
        -0f,
        1f,
        1.00390625f,
        1.01171875f,
        1.0039063f,
        -3.14159f,
        1e-40f,
        65504f,
        3.4e38f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    @ParameterizedTest
    @EnumSource
    void roundsToNearestAndTiesToEven(MemoryMode memory) {
        try (CudaBackend backend = EmulatedCuda.open(Precision.BF16, memory);
                ParameterStore store = store(backend, VALUES)) {
            assertRounded(VALUES, bf16(backend, store, VALUES.length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsTheOptimizer(MemoryMode memory) {
        float[] values = {0.1f, -0.7f, 3.3f};
        try (CudaBackend backend = EmulatedCuda.open(Precision.BF16, memory);
                ParameterStore store = store(backend, values)) {
            store.fill("w", Role.GRADIENT, new float[] {1, -1, 2});
            store.update(AdamW.COQUI, 1, 0.05);
            float[] weights = store.values("w", Role.WEIGHT);
            assertEquals(0.05, values[0] - weights[0], 1e-3);
            assertRounded(weights, bf16(backend, store, values.length));
        }
    }

    private static ParameterStore store(CudaBackend backend, float[] values) {
        ParameterStore store = backend.store(
                List.of(new ParameterSpec("w", new int[] {values.length, 1}, true)), true, Precision.BF16);
        store.fill("w", Role.WEIGHT, values);
        return store;
    }

    /** 1 times each weight. */
    private static float[] bf16(CudaBackend backend, ParameterStore store, int count) {
        try (Pass pass = backend.training(1, 1)) {
            float[] found = pass.read(pass.linear(pass.constant(1, 1, new float[] {1}), store.weight("w")));
            assertEquals(count, found.length);
            return found;
        }
    }

    private static void assertRounded(float[] exact, float[] found) {
        for (int i = 0; i < exact.length; i++) {
            float rounded = rounded(exact[i]);
            boolean same = rounded == found[i] || Float.isNaN(rounded) && Float.isNaN(found[i]);
            assertTrue(same, exact[i] + ": expected " + rounded + ", found " + found[i]);
        }
    }

    /** By the distance to both neighbours, in double precision. */
    private static float rounded(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return value;
        }
        int low = Float.floatToRawIntBits(value) & 0xffff0000;
        int high = low + 0x10000;
        double below = Math.abs((double) value - Float.intBitsToFloat(low));
        double above = Math.abs((double) Float.intBitsToFloat(high) - value);
        if (Float.isInfinite(Float.intBitsToFloat(high))) {
            above = Math.abs(Math.scalb(1.0, 128) - Math.abs((double) value));
        }
        boolean up = above < below || above == below && (low & 0x10000) != 0;
        return Float.intBitsToFloat(up ? high : low);
    }
}
