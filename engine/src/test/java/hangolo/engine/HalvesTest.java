package hangolo.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.cuda.EmulatedCuda;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products in bf16 on the cuda backend: as in 32-bit numbers, but for the rounding of what goes into them. */
class HalvesTest {

    /** bf16 keeps 8 bits: each operand is off by at most 1 / 256 of itself; sums of products of two roundings stay below this. */
    private static final double ROUNDING = 0.02;

    private static Backend whole;
    private static Backend half;

    @BeforeAll
    static void open() {
        whole = EmulatedCuda.open(Precision.FP32);
        half = EmulatedCuda.open(Precision.BF16);
    }

    @AfterAll
    static void close() {
        Stream.of(whole, half).filter(Objects::nonNull).forEach(Backend::close);
    }

    /** The cases that hold a product. */
    private static final Pattern PRODUCTS = Pattern.compile("linear|project|attention|residual$|block");

    static Stream<OpCase> differentiable() {
        return OpCase.differentiable();
    }

    private record Found(float[] result, List<float[]> gradients) {

        static Found in(Backend backend, OpCase op) {
            try (OpRun run = new OpRun(backend, op, 5)) {
                return new Found(run.result(), run.gradients());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void differsByRoundingOnly(OpCase op) {
        Found exact = Found.in(whole, op);
        Found halves = Found.in(half, op);
        near(op + ", result", exact.result(), halves.result());
        for (int i = 0; i < exact.gradients().size(); i++) {
            near(
                    op + ", gradient of input " + i,
                    exact.gradients().get(i),
                    halves.gradients().get(i));
        }
        boolean product = PRODUCTS.matcher(op.name()).lookingAt();
        if (product) {
            assertFalse(Arrays.equals(exact.result(), halves.result()), op + " is not computed in bf16");
        } else {
            assertArrayEquals(exact.result(), halves.result(), op + " is no product, and must not be rounded");
        }
    }

    private static void near(String what, float[] exact, float[] found) {
        double largest = 1e-3;
        for (float value : exact) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < exact.length; i++) {
            double error = Math.abs((double) exact[i] - found[i]) / largest;
            assertTrue(error <= ROUNDING, what + " at " + i + ": expected " + exact[i] + ", found " + found[i]);
        }
    }
}
