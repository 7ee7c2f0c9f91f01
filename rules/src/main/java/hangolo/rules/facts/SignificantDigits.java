package hangolo.rules.facts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/**
 * How the rules round and show numbers.
 *
 * <p>Values are rounded to six significant digits <em>before</em> a rule compares them, because losses are computed in
 * 32-bit arithmetic, where 0.04 is 0.0399999991. So what a text shows is what was compared.
 */
public final class SignificantDigits {
    private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

    /**
     * Farthest from a whole number at which rounding is unambiguous: a product has an error of about 1e-10 here. Then the quotient
     * of a whole number and a power of ten is the double nearest to that decimal, without the cost of decimal arithmetic.
     */
    private static final double CLEAR = 0.499;

    private SignificantDigits() {}

    /** The value at six significant digits; NaN and infinities stay as they are. */
    public static double rounded(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double size = Math.abs(value);
        for (double power : POWERS) {
            if (size * power >= 1e5) {
                double digits = Math.rint(value * power);
                boolean clear = size * power < 1e6 && Math.abs(value * power - digits) < CLEAR;
                return clear ? digits / power : exactly(value);
            }
        }
        return exactly(value);
    }

    private static double exactly(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
    }

    /** The value at the given number of decimals, halves upwards, as people round marks out of ten. */
    public static double toDecimals(double value, int decimals) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .doubleValue()
                : value;
    }

    /** The rounded value in plain decimal notation without trailing zeros: {@code 0.04}, {@code 3.507}, {@code 1500}. */
    public static String show(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal digits = decimal(rounded(value));
        return digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
    }

    /** A rounded value as a decimal number. */
    private static BigDecimal decimal(double rounded) {
        double size = Math.abs(rounded);
        for (int places = 0; places < POWERS.length && size < 1e6; places++) {
            if (size * POWERS[places] >= 1e5) {
                return BigDecimal.valueOf(Math.round(rounded * POWERS[places]), places);
            }
        }
        return new BigDecimal(rounded).round(SIX_DIGITS);
    }

    /** A share as a percentage with one decimal: {@code 0.305} is {@code 30.5 %}. */
    public static String showPercent(double share) {
        return Double.isFinite(share) ? show(toDecimals(share * 100, 1)) + " %" : show(share);
    }

    /** The rounded value, or null if it was not measured or is not finite: a rule cannot compare either. */
    public static Double comparable(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? rounded(value.getAsDouble()) : null;
    }
}
