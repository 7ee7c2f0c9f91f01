package hangolo.app.report;

import hangolo.app.log.PythonNumbers;
import java.util.Locale;
import java.util.OptionalDouble;

/** Formats the numbers of the report. */
final class Numbers {

    static final String UNKNOWN = "not measured";

    private Numbers() {}

    /** A Mel CE in nats. */
    static String mel(double value) {
        return fixed(value, 3);
    }

    static String mel(OptionalDouble value) {
        return value.isPresent() ? mel(value.getAsDouble()) : UNKNOWN;
    }

    /** A weighted text CE. */
    static String text(double value) {
        return fixed(value, 4);
    }

    static String text(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : UNKNOWN;
    }

    /** A signed change in percent: {@code -30.5 %}. */
    static String change(double from, double to) {
        double percent = (to - from) / from * 100;
        return Double.isFinite(percent)
                ? String.format(Locale.ROOT, "%+.1f %%", percent).replace('-', '−')
                : UNKNOWN;
    }

    static String fixed(double value, int decimals) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%." + decimals + "f", value)
                : Double.toString(value);
    }

    /** A number with as many digits as it needs: {@code 1e-06}, {@code 2.5}. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : PythonNumbers.text(value);
    }
}
