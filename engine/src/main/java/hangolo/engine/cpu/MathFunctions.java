package hangolo.engine.cpu;

/** Elementwise functions in fp32: exponential, tanh, GELU and its derivative. */
final class MathFunctions {

    private static final float LOG2_E = 1.442695041f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float ROUND = 12582912f; // 1.5 · 2^23: adding and subtracting it rounds to an integer
    private static final float ROOT_HALF = 0.7071067812f;
    private static final float DENSITY = 0.3989422804f; // 1 / sqrt(2 π)

    private MathFunctions() {}

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

    static float gelu(float x) {
        return 0.5f * x * (1f + erf(x * ROOT_HALF));
    }

    static float geluDerivative(float x) {
        return 0.5f * (1f + erf(x * ROOT_HALF)) + x * DENSITY * exp(-0.5f * x * x);
    }

    /** The error function to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
    static float erf(float x) {
        float t = 1f / (1f + 0.3275911f * Math.abs(x));
        float p = 1.061405429f;
        p = p * t - 1.453152027f;
        p = p * t + 1.421413741f;
        p = p * t - 0.284496736f;
        p = p * t + 0.254829592f;
        return Math.copySign(1f - p * t * exp(-x * x), x);
    }
}
