package hangolo.engine.cpu;

/**
 * Sums of fp32 values in double precision, in four interleaved partial sums that the processor adds in parallel, always in the same
 * order.
 */
final class Reductions {

    private Reductions() {}

    /** {@code Σ x}. */
    static double sum(float[] x, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < length; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    /** {@code Σ x · y}. */
    static double dot(float[] x, float[] y, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }
        for (; i < length; i++) {
            a += x[i] * y[i];
        }
        return a + b + (c + d);
    }

    /** {@code Σ (x - centre)²}. */
    static double squares(float[] x, float centre, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            a += square(x[i] - centre);
            b += square(x[i + 1] - centre);
            c += square(x[i + 2] - centre);
            d += square(x[i + 3] - centre);
        }
        for (; i < length; i++) {
            a += square(x[i] - centre);
        }
        return a + b + (c + d);
    }

    private static double square(double x) {
        return x * x;
    }
}
