package hangolo.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.cuda.CudaBackend;
import hangolo.engine.cuda.EmulatedCuda;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention over sequences that the cuda backend computes in several query tiles, other ones than those of the cpu backend. */
class LongAttentionTest {

    private static final PackedSequences QUERIES = PackedSequences.ofLengths(530, 3);
    private static final PackedSequences KEYS = PackedSequences.ofLengths(541, 5);

    /** One call on numbers of a normal distribution, for queries, keys and values. */
    private static OpCase attention(boolean causal, float dropout) {
        AttentionSpec spec = new AttentionSpec(2, 4, QUERIES, KEYS, causal, 0.5f, dropout);
        return new OpCase(
                "long attention",
                List.of(new int[] {533, 8}, new int[] {546, 16}),
                (o, x) -> o.attention(
                        new HeadLayout(x.get(0), 0, 4),
                        new HeadLayout(x.get(1), 0, 4),
                        new HeadLayout(x.get(1), 8, 4),
                        spec));
    }

    @ParameterizedTest
    @CsvSource({"FP32, true, 0.4, 1e-5", "FP32, false, 0, 1e-5", "BF16, true, 0.4, 0.02"})
    void isThatOfTheCpu(Precision precision, boolean causal, float dropout, double error) {
        OpCase op = attention(causal, dropout);
        try (CpuBackend cpu = new CpuBackend(2);
                CudaBackend cuda = EmulatedCuda.open(precision);
                OpRun expected = new OpRun(cpu, op, 3);
                OpRun found = new OpRun(cuda, op, 3)) {
            near("result", expected.result(), found.result(), error);
            List<float[]> gradients = found.gradients();
            for (int input = 0; input < gradients.size(); input++) {
                near("gradient of input " + input, expected.gradients().get(input), gradients.get(input), error);
            }
        }
    }

    private static void near(String what, float[] expected, float[] found, double error) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 0, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], error * largest, what + " at " + i);
        }
    }
}
