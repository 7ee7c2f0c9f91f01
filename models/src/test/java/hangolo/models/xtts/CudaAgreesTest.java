package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.Backend;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.cuda.EmulatedCuda;
import hangolo.models.xtts.BackendsAgreeTest.Trained;
import hangolo.models.xtts.synthesis.Generation;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The whole network on the cuda backend and on the cpu. */
class CudaAgreesTest {

    @Test
    void trainsAsTheCpuDoes() throws IOException {
        Trained expected = trainedOnCpu();
        Trained found;
        try (Backend cuda = EmulatedCuda.open(Precision.FP32)) {
            found = Trained.on(cuda);
        }
        assertEquals(expected.losses().size(), found.losses().size());
        for (int i = 0; i < expected.losses().size(); i++) {
            assertEquals(expected.losses().get(i), found.losses().get(i), 1e-4, "loss " + i);
        }
        expected.gradients().forEach((name, gradient) -> {
            float allowed = 1e-4f * BackendsAgreeTest.largest(gradient) + 1e-6f;
            assertArrayEquals(gradient, found.gradients().get(name), allowed, "gradient of " + name);
        });
    }

    /** Factors keep 8 bits; the losses of a network of a dozen layers keep two to three digits. */
    @Test
    void trainsInHalvesAlmostAsInWholeNumbers() throws IOException {
        trainsAlmostAsTheCpuDoes(Precision.BF16, 0.02, 0.1);
    }

    /** Factors keep 11 bits, an eighth of the rounding. */
    @Test
    void trainsInTf32Closer() throws IOException {
        trainsAlmostAsTheCpuDoes(Precision.TF32, 0.0025, 0.0125);
    }

    private static void trainsAlmostAsTheCpuDoes(Precision precision, double loss, double distance) throws IOException {
        Trained expected = trainedOnCpu();
        Trained found;
        try (Backend cuda = EmulatedCuda.open(precision)) {
            found = Trained.on(cuda);
        }
        for (int i = 0; i < expected.losses().size(); i++) {
            assertEquals(1, found.losses().get(i) / expected.losses().get(i), loss, "loss " + i);
        }
        expected.gradients().forEach((name, gradient) -> {
            double size = 0;
            double error = 0;
            float[] other = found.gradients().get(name);
            for (int i = 0; i < gradient.length; i++) {
                size += gradient[i] * gradient[i];
                error += Math.pow(gradient[i] - other[i], 2);
            }
            double relative = Math.sqrt(error / (size + 1e-12));
            assertTrue(relative < distance, "gradient of " + name + " is off by " + relative);
        });
    }

    private static Trained trainedOnCpu() throws IOException {
        try (Backend cpu = new CpuBackend(2)) {
            return Trained.on(cpu);
        }
    }

    @Test
    void generatesAsTheCpuDoes() throws IOException {
        Generation expected;
        try (Backend cpu = new CpuBackend(2)) {
            expected = BackendsAgreeTest.generated(cpu);
        }
        try (Backend cuda = EmulatedCuda.open(Precision.FP32)) {
            Generation found = BackendsAgreeTest.generated(cuda);
            assertArrayEquals(expected.codes(), found.codes());
            assertTrue(found.codes().length > 1);
            assertArrayEquals(expected.latents(), found.latents(), 1e-4f);
        }
    }
}
