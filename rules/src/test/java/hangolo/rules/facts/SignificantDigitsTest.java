package hangolo.rules.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignificantDigitsTest {
    @Test
    void roundsToSixSignificantDigits() {
        assertEquals(0.04, SignificantDigits.rounded(0.04f));
        assertEquals(0.0400001, SignificantDigits.rounded(0.0400001));
        assertEquals(123457, SignificantDigits.rounded(123456.7));
        assertEquals(Double.NaN, SignificantDigits.rounded(Double.NaN));
    }

    @Test
    void roundsAsDecimalArithmeticDoes() {
        SplittableRandom random = new SplittableRandom(1);
        MathContext six = new MathContext(6, RoundingMode.HALF_EVEN);
        for (int i = 0; i < 200_000; i++) {
            double value = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-12, 12));
            double near = SignificantDigits.rounded(value);
            double halfway = near + (i % 3 - 1) * 0.5 * Math.pow(10, Math.floor(Math.log10(Math.abs(near))) - 5);
            for (double x : new double[] {value, near, halfway, Math.nextUp(halfway), Math.nextDown(halfway)}) {
                assertEquals(
                        new BigDecimal(x).round(six).doubleValue(), SignificantDigits.rounded(x), 0, () -> "of " + x);
            }
        }
    }

    @Test
    void showsPlainDecimals() {
        assertEquals("3.507", SignificantDigits.show(3.507));
        assertEquals("0.04", SignificantDigits.show(0.04f));
        assertEquals("1500", SignificantDigits.show(1500));
        assertEquals("0", SignificantDigits.show(-0.0));
        assertEquals("0.00000001", SignificantDigits.show(1e-8));
        assertEquals("30.5 %", SignificantDigits.showPercent(0.30500));
        assertEquals("NaN", SignificantDigits.show(Double.NaN));
    }

    @Test
    void whatIsMissingOrNotFiniteCannotBeCompared() {
        assertNull(SignificantDigits.comparable(OptionalDouble.empty()));
        assertNull(SignificantDigits.comparable(OptionalDouble.of(Double.NEGATIVE_INFINITY)));
        assertEquals(2.5, SignificantDigits.comparable(OptionalDouble.of(2.5)));
    }

    @Test
    void scoresAreOutOfTenAndTheirMeanStandsForAMissingVerdict() {
        OptionalDouble none = OptionalDouble.empty();
        assertEquals(OptionalDouble.of(9.0), ListenerScores.of(1, 1, 1, 9).quality());
        ListenerScores partial = new ListenerScores(OptionalDouble.of(9), OptionalDouble.of(8.5), none, none);
        assertEquals(OptionalDouble.of(8.8), partial.quality());
        assertEquals(none, new ListenerScores(none, none, none, none).quality());
        assertThrows(IllegalArgumentException.class, () -> ListenerScores.overall(10.1));
        assertThrows(IllegalArgumentException.class, () -> ListenerScores.overall(-0.1));
        assertThrows(IllegalArgumentException.class, () -> ListenerScores.overall(Double.NaN));
    }
}
