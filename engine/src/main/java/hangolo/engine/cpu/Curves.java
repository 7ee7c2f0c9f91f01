package hangolo.engine.cpu;

/** Curves in single precision: exponential, GELU in both forms, and their slopes. */
final class Curves {

    private static final float LOG2_E = 1.442695041f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float ROUND = 12582912f; // 1.5 · 2^23: adding and subtracting it rounds to an integer
    private static final float GELU_A = 0.7978845608f; // sqrt(2 / π)
    private static final float GELU_B = 0.044715f;

    private Curves() {}

    /** {@code e^x} to two units in the last place: reduction to |r| <= ln 2 / 2 and a polynomial (Cephes). */
    static float exp(float x) {
        if (!(x > -87f)) {
            return x != x ? x : 0f;
        }
        if (x > 88f) {
            return Float.POSITIVE_INFINITY;
        }
        float n = (x * LOG2_E + ROUND) - ROUND;
        float r = (x - n * LN2_HIGH) - n * LN2_LOW;
        float p = 1.9875691500e-4f;
        p = p * r + 1.3981999507e-3f;
        p = p * r + 8.3334519073e-3f;
        p = p * r + 4.1665795894e-2f;
        p = p * r + 1.6666665459e-1f;
        p = p * r + 5.0000001201e-1f;
        float e = p * r * r + r + 1f;
        return e * Float.intBitsToFloat(((int) n + 127) << 23);
    }

    static float tanh(float x) {
        if (Math.abs(x) < 0.05f) { // the quotient below would cancel
            float q = x * x;
            return x * (1f - q * (1f / 3f - q * (2f / 15f)));
        }
        float e = exp(-2f * Math.abs(x));
        return Math.copySign((1f - e) / (1f + e), x);
    }

    static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    static float geluTanh(float x) {
        return 0.5f * x * (1f + tanh(GELU_A * (x + GELU_B * x * x * x)));
    }

    static float geluTanhSlope(float x) {
        float t = tanh(GELU_A * (x + GELU_B * x * x * x));
        return 0.5f * (1f + t) + 0.5f * x * (1f - t * t) * GELU_A * (1f + 3f * GELU_B * x * x);
    }

    static float gelu(float x) {
        return (float) (0.5 * x * (1 + erf(x / Math.sqrt(2))));
    }

    static float geluSlope(float x) {
        double density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
        return (float) (0.5 * (1 + erf(x / Math.sqrt(2))) + x * density);
    }

    /** The error function: its power series near zero, a continued fraction further out. */
    static double erf(double x) {
        double a = Math.abs(x);
        if (a > 6) {
            return Math.signum(x);
        }
        if (a < 2.5) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int k = 60; k > 0; k--) {
            fraction = k / 2.0 / (a + fraction);
        }
        return Math.signum(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
    }
}
