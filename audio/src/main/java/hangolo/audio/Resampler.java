package hangolo.audio;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Band-limited resampling by a windowed sinc, as torchaudio does it (formulas: xtts-spec.md 3.1). Thread-safe. The filter is computed
 * when it is first needed, about a millisecond, so keep a resampler when many clips have the same rates.
 */
public final class Resampler {
    private static final int HANN_WIDTH = 6;
    private static final double HANN_ROLLOFF = 0.99;
    private static final int KAISER_WIDTH = 64;
    private static final double KAISER_ROLLOFF = 0.9475937167399596;
    private static final float KAISER_BETA = 14.769656459379492f;
    private static final float KAISER_NORM = (float) bessel(KAISER_BETA);

    private final int from;
    private final int to;
    private final int width;
    private final double base;
    private final Taper taper;
    /** One for each phase, if it was needed: odd rates have thousands of phases, a short clip few. */
    private final AtomicReferenceArray<Taps> phases;

    /**
     * The filter of one phase.
     *
     * @param first the input sample, relative to the block, that the first weight is for
     */
    private record Taps(int first, float[] weights) {}

    private Resampler(int fromHertz, int toHertz, int width, double rolloff, Taper taper) {
        if (fromHertz <= 0 || toHertz <= 0) {
            throw new IllegalArgumentException(
                    "sample rates must be positive, found %d Hz to %d Hz".formatted(fromHertz, toHertz));
        }
        int divisor = greatestCommonDivisor(fromHertz, toHertz);
        this.from = fromHertz / divisor;
        this.to = toHertz / divisor;
        this.width = width;
        this.base = Math.min(from, to) * rolloff;
        this.taper = taper;
        this.phases = new AtomicReferenceArray<>(to);
    }

    private Taps taps(int phase) {
        Taps known = phases.get(phase);
        if (known == null) {
            known = computed(phase);
            phases.set(phase, known);
        }
        return known;
    }

    private Taps computed(int phase) {
        double centre = phase * (double) from / to;
        double reach = width * from / base;
        int first = (int) Math.ceil(centre - reach);
        float[] weights = new float[(int) Math.floor(centre + reach) - first + 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(first + i, phase);
        }
        return new Taps(first, weights);
    }

    /**
     * One weight, with its position rounded to single precision at every step, as the reference rounds it: that moves a weight by
     * up to 1e-5 of the largest one, which is much in quiet bands.
     */
    private float weight(int k, int phase) {
        float t = ((float) -phase / to + (float) k / from) * (float) base;
        t = Math.max(-width, Math.min(width, t));
        float angle = t * (float) Math.PI;
        float sinc = angle == 0 ? 1 : (float) Math.sin(angle) / angle;
        return sinc * (taper.at(t, width) * (float) (base / from));
    }

    /** torchaudio's default: Hann window, width 6, roll-off 0.99. For loading clips and references. */
    public static Resampler hann(int fromHertz, int toHertz) {
        return new Resampler(fromHertz, toHertz, HANN_WIDTH, HANN_ROLLOFF, Resampler::hann);
    }

    /** Kaiser window, width 64: what the reference uses where the DVAE's rate differs from the clips' rate. */
    public static Resampler kaiser(int fromHertz, int toHertz) {
        return new Resampler(fromHertz, toHertz, KAISER_WIDTH, KAISER_ROLLOFF, Resampler::kaiser);
    }

    private static float hann(float t, int width) {
        float cosine = (float) Math.cos(t * (float) Math.PI / width / 2);
        return cosine * cosine;
    }

    private static float kaiser(float t, int width) {
        float x = t / width;
        float root = (float) Math.sqrt(1 - x * x);
        return (float) bessel(KAISER_BETA * root) / KAISER_NORM;
    }

    /** Number of samples that come out for {@code samples} that go in: ceil(to * samples / from). */
    public int outputLength(int samples) {
        return Math.toIntExact(((long) to * samples + from - 1) / from);
    }

    /** The resampled sound; beyond its ends the input counts as silence. Equal rates give a copy. */
    public float[] apply(float[] samples) {
        if (from == to) {
            return samples.clone();
        }
        float[] out = new float[outputLength(samples.length)];
        int phase = 0;
        long block = 0;
        for (int i = 0; i < out.length; i++) {
            Taps taps = taps(phase);
            out[i] = at(samples, block + taps.first(), taps.weights());
            if (++phase == to) {
                phase = 0;
                block += from;
            }
        }
        return out;
    }

    private static float at(float[] samples, long start, float[] taps) {
        int low = (int) Math.max(0, -start);
        int high = (int) Math.min(taps.length, samples.length - start);
        double sum = 0;
        int offset = (int) start;
        for (int k = low; k < high; k++) {
            sum += taps[k] * samples[offset + k];
        }
        return (float) sum;
    }

    /** Modified Bessel function of the first kind, order 0, by its power series (all terms positive: no cancellation). */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** The window over the sinc, for -width &lt;= t &lt;= width. */
    private interface Taper {
        float at(float t, int width);
    }
}
