package hangolo.rules.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrendTrackerTest {
    private final TrendTracker tracker = new TrendTracker(3, 0.5);

    private Trend add(long step, double melCe) {
        tracker.add(EvaluationPoint.of(1, step, 0, melCe, 0.03));
        return tracker.trend();
    }

    @Test
    void fitsALineAcrossTheWindow() {
        assertTrue(add(100, 4.0).evalChange().isEmpty());
        assertTrue(add(200, 3.0).evalChange().isEmpty());
        assertEquals(-2.0 / 3.0, add(300, 2.0).evalChange().orElseThrow(), 1e-12);
        assertEquals(2.0 / 3.0 * 500 / 200, tracker.trend().fallPer500Steps().orElseThrow(), 1e-12);
        assertEquals(0.0, add(400, 3.0).evalChange().orElseThrow(), 1e-12, "3, 2, 3 is flat");
        // Steps that are not evenly spaced: (0,2) (100,3) (400,3) after dropping older ones
        assertEquals(
                (-500.0 / 3 * -2 / 3 + -200.0 / 3 / 3 + 700.0 / 3 / 3) / (780000.0 / 9) * 400 / (8.0 / 3),
                add(700, 3.0).evalChange().orElseThrow(),
                1e-12);
    }

    @Test
    void remembersBestStartAndAverage() {
        add(100, 4.0);
        Trend trend = add(200, 3.0);
        assertEquals(3.5, trend.smoothedMelCe().orElseThrow());
        assertFalse(trend.smoothedRising());
        trend = add(350, 3.8);
        assertTrue(trend.smoothedRising());
        assertEquals(OptionalDouble.of(4.0), trend.startMelCe());
        assertEquals(OptionalDouble.of(3.0), trend.bestMelCe());
        assertEquals(200, trend.bestStep());
        assertEquals(150, trend.stepsSinceBest());
        assertEquals(1, trend.evaluationsSinceBest());
        assertEquals(3, trend.evaluations());
    }

    @Test
    void aBrokenLossCountsAsAWaitAndPoisonsNothing() {
        add(100, 4.0);
        Trend trend = add(200, Double.NaN);
        assertEquals(1, trend.evaluationsSinceBest());
        assertEquals(4.0, trend.smoothedMelCe().orElseThrow());
        trend = add(300, 3.0);
        assertEquals(0, trend.evaluationsSinceBest());
        assertTrue(trend.evalChange().isEmpty(), "only two values so far");
    }

    @Test
    void aWindowThatWasEditedSinceIsCutToItsNewSize() {
        add(100, 4.0);
        add(200, 3.0);
        add(300, 2.5);
        TrendTracker narrower = TrendTracker.fromMap(2, 0.5, tracker.toMap());
        assertEquals(-0.5 / 2.75, narrower.trend().evalChange().orElseThrow(), 1e-12);
    }

    @Test
    void refusesImpossibleSettings() {
        assertThrows(IllegalArgumentException.class, () -> new TrendTracker(1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new TrendTracker(3, 0));
        assertThrows(IllegalArgumentException.class, () -> new TrendTracker(3, Double.NaN));
    }
}
