package hangolo.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final float OUT = Float.NEGATIVE_INFINITY;
    private static final Tolerance WIDE = new Tolerance(100, 1);

    private static Comparison of(Values expected, Values found, Tolerance tolerance) {
        return Comparison.of("x", expected, found, tolerance, i -> false);
    }

    @Test
    void theToleranceIsASumOfBothParts() {
        Tolerance tolerance = new Tolerance(0.5, 0.25);
        assertTrue(of(Values.of(2f), Values.of(3f), tolerance).holds());
        assertFalse(of(Values.of(2f), Values.of(3.01f), tolerance).holds());
        assertTrue(of(Values.of(7), Values.of(7), Tolerance.EXACT).holds());
        assertFalse(of(Values.of(7), Values.of(8), Tolerance.EXACT).holds());
    }

    @Test
    void infinitiesMustBeAtTheSamePlaces() {
        assertTrue(of(Values.of(OUT, 1f), Values.of(OUT, 1f), WIDE).holds());
        assertFalse(of(Values.of(OUT, 1f), Values.of(1f, OUT), WIDE).holds());
        assertFalse(of(Values.of(OUT), Values.of(-1e30f), WIDE).holds());
        assertFalse(of(Values.of(1f), Values.of(OUT), WIDE).holds());
        assertFalse(of(Values.of(OUT), Values.of(-OUT), WIDE).holds());
    }

    @Test
    void nanIsNearNothing() {
        assertFalse(of(Values.of(Float.NaN), Values.of(Float.NaN), WIDE).holds());
        assertFalse(of(Values.of(1f), Values.of(Float.NaN), WIDE).holds());
        assertFalse(of(Values.of(Float.NaN), Values.of(1f), WIDE).holds());
    }

    @Test
    void theWorstPlaceIsThatWhichUsesMostOfItsTolerance() {
        Values expected = new Values(new int[] {2, 2}, new double[] {1000, 0, 10, 0});
        Values found = new Values(new int[] {4}, new double[] {1001, 0.3, 10, 0});
        Comparison comparison = of(expected, found, new Tolerance(1, 0.01));
        assertTrue(comparison.holds());
        assertEquals("x[0, 1]", comparison.where());
        assertEquals(0.3, comparison.share(), 1e-9);
        assertEquals(1, comparison.worstAbsolute());
        assertEquals(0.001, comparison.worstRelative(), 1e-9);
    }

    @Test
    void whatIsLeftOutIsCounted() {
        Comparison comparison =
                Comparison.of("x", Values.of(1f, 2f), Values.of(Float.NaN, 2f), Tolerance.EXACT, i -> i == 0);
        assertTrue(comparison.holds());
        assertEquals(1, comparison.leftOut());
    }

    @Test
    void ofTwoComparisonsTheWorseCounts() {
        Comparison good = of(Values.of(1f), Values.of(1.5f), new Tolerance(1, 0));
        Comparison bad = of(Values.of(1f), Values.of(3f), new Tolerance(1, 0));
        assertFalse(good.and(bad).holds());
        assertFalse(bad.and(good).holds());
        assertFalse(Comparison.held("x").and(Comparison.failed("x", "no")).holds());
        assertFalse(Comparison.failed("x", "no").and(bad).holds());
    }
}
