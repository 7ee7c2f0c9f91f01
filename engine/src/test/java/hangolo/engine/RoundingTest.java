package hangolo.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.cuda.EmulatedCuda;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrix multiplications in tf32 and bf16 on the cuda backend: as in fp32, but for the rounding of their operands. */
class RoundingTest {

    /** The cases with a matrix multiplication, and GELU, whose input is bf16. */
    private static final Pattern MATMULS = Pattern.compile("linear|matmul|attention|residual$|block");

    private static final Pattern GELU = Pattern.compile("geluTanh");

    private static final Map<Precision, Backend> BACKENDS = new EnumMap<>(Precision.class);

    @BeforeAll
    static void open() {
        for (Precision precision : Precision.values()) {
            BACKENDS.put(precision, EmulatedCuda.open(precision));
        }
    }

    @AfterAll
    static void close() {
        BACKENDS.values().forEach(Backend::close);
        BACKENDS.clear();
    }

    static Stream<Arguments> cases() {
        return OpCase.differentiable()
                .flatMap(op -> Stream.of(Precision.TF32, Precision.BF16).map(precision -> Arguments.of(precision, op)));
    }

    private record Found(float[] result, List<float[]> gradients) {

        static Found in(Precision precision, OpCase op) {
            try (OpRun run = new OpRun(BACKENDS.get(precision), op, 6)) {
                return new Found(run.result(), run.gradients());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void differsByRoundingOnly(Precision precision, OpCase op) {
        Found exact = Found.in(Precision.FP32, op);
        Found rounded = Found.in(precision, op);
        double rounding = rounding(precision);
        near(op + ", result", exact.result(), rounded.result(), rounding);
        for (int i = 0; i < exact.gradients().size(); i++) {
            near(
                    op + ", gradient of input " + i,
                    exact.gradients().get(i),
                    rounded.gradients().get(i),
                    rounding);
        }
        boolean matmul = MATMULS.matcher(op.name()).lookingAt()
                || precision == Precision.BF16 && GELU.matcher(op.name()).lookingAt();
        if (!matmul) {
            assertArrayEquals(
                    exact.result(), rounded.result(), op + " is no matrix multiplication, and must not be rounded");
        } else if (precision == Precision.BF16
                || !EmulatedCuda.realGpu()) { // cuBLASLt may be exact in tf32, but need not
            assertFalse(Arrays.equals(exact.result(), rounded.result()), op + " is not computed in " + precision);
        }
    }

    /** Each operand is off by at most 1 / 256 of itself, or 1 / 2048; sums of products of two roundings stay below this. */
    private static double rounding(Precision precision) {
        return precision == Precision.BF16 ? 0.02 : 0.0025;
    }

    private static void near(String what, float[] exact, float[] found, double rounding) {
        double largest = 1e-3;
        for (float value : exact) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < exact.length; i++) {
            double error = Math.abs((double) exact[i] - found[i]) / largest;
            assertTrue(error <= rounding, what + " at " + i + ": expected " + exact[i] + ", found " + found[i]);
        }
    }
}
