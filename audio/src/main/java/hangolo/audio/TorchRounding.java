package hangolo.audio;

/**
 * A few functions in single precision that round as PyTorch's vector code rounds (AVX2 with fused multiply-add, where the reference
 * was made). Better results would be a unit in the last place away from it: windows and filter banks would no longer be those of
 * its checkpoints bit for bit, and quiet mel bands would move.
 */
final class TorchRounding {
    /** Numbers in a vector register. */
    private static final int LANES = 8;

    private static final double LN_10 = Math.log(10);
    private static final float INVERSE_LN_2 = 1.442695f;
    private static final double LN_2_HIGH = 0.693145751953125f;
    private static final double LN_2_LOW = 1.42860677e-6f;
    private static final float[] POWER_SERIES = {0.0013632465f, 0.008365969f, 0.041671082f, 0.16666552f, 0.49999985f};

    /** Half of pi in three parts; the products with a small whole number are exact but for the last. */
    private static final float[] QUARTER_TURN = {1.57073974609375f, 5.65797090530395508e-5f, 9.9209362947050295e-10f};

    private static final float[] SINE_SERIES = {2.6083159809786593541503e-06f, -0.0001981069071916863f, 0.00833307858f};
    private static final float MINUS_SIXTH = -0.1666666f;

    private TorchRounding() {}

    /**
     * Evenly spaced numbers: in the first half counted from the low end, else from the high end; eight at a time, of which
     * only the first is computed with one rounding.
     */
    static float[] evenly(double low, double high, int count) {
        float start = (float) low;
        float end = (float) high;
        float step = (end - start) / (count - 1);
        float[] points = new float[count];
        for (int i = 0; i < count; i++) {
            int first = i < count / LANES * LANES ? i / LANES * LANES : i;
            float base = first < count / 2
                    ? Math.fma(step, (float) first, start)
                    : Math.fma(-step, (float) (count - 1 - first), end);
            points[i] = i == first ? base : base + (i - first) * step;
        }
        return points;
    }

    /** 10 to that power: a polynomial for the fraction of the exponent to base 2. */
    static float powerOfTen(float exponent) {
        double natural = LN_10 * exponent;
        int whole = (int) Math.rint((float) natural * INVERSE_LN_2);
        double fraction = natural - whole * LN_2_HIGH - whole * LN_2_LOW;
        double series = polynomial(POWER_SERIES, (float) fraction);
        return (float) (1 + fraction + fraction * fraction * series) * (float) Math.scalb(1.0, whole);
    }

    /** The cosine of an angle between 0 and 2 pi: the sine of the angle to the nearest odd quarter turn. */
    static float cosine(float angle) {
        int quarters = 2 * (int) Math.rint(Math.fma(angle, (float) (1 / Math.PI), -0.5f)) + 1;
        double rest = angle - quarters * (Math.PI / 2);
        float rough = angle;
        for (float part : QUARTER_TURN) {
            rough -= quarters * part;
        }
        float square = rough * rough;
        float series = polynomial(SINE_SERIES, square) * square;
        double sine = rest * (1 + ((double) MINUS_SIXTH + series) * rest * rest);
        return (float) ((quarters & 2) == 0 ? -sine : sine);
    }

    private static float polynomial(float[] coefficients, float x) {
        float sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = Math.fma(sum, x, coefficients[i]);
        }
        return sum;
    }
}
