package hangolo.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.Backend;
import hangolo.engine.OpKit;
import org.junit.jupiter.api.Test;

/** The cpu backend in fp32. */
class CpuOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return new CpuBackend(2);
    }

    @Test
    void curvesAreAccurate() {
        for (double x = -20; x < 20; x += 0.0137) {
            assertEquals(
                    Math.exp(x), MathFunctions.exp((float) x), 3e-7 * Math.exp(x) + Math.exp(x) * Math.abs(x) * 1.2e-7);
            assertEquals(Math.tanh((float) x), MathFunctions.tanh((float) x), 2e-7);
        }
        assertEquals(0.8427007929497149, MathFunctions.erf(1f), 3e-7);
        assertEquals(-0.1124629160182849, MathFunctions.erf(-0.1f), 3e-7);
        assertEquals(0.9999779095030014, MathFunctions.erf(3f), 3e-7);
        assertTrue(Float.isNaN(MathFunctions.exp(Float.NaN)));
    }
}
