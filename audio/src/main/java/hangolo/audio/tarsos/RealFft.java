package hangolo.audio.tarsos;

import be.tarsos.dsp.util.fft.FFT;

/**
 * Fourier transform of real signals by TarsosDSP. Its packed layout, kept here: element 0 is the real part of bin 0,
 * element 1 the real part of the last bin (n/2), elements 2k and 2k+1 the parts of bin k. Not thread-safe: one per
 * thread and computation.
 */
public final class RealFft {
    private final int size;
    private final FFT fft;

    /** A transform over {@code size} samples, a power of two. */
    public RealFft(int size) {
        if (size < 8 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("the FFT size must be a power of two of at least 8, found " + size);
        }
        this.size = size;
        this.fft = new FFT(size);
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** Number of bins, size / 2 + 1. */
    public int bins() {
        return size / 2 + 1;
    }

    /** Transforms in place, into the packed layout. */
    public void forward(float[] samples) {
        fft.forwardTransform(samples);
    }

    /** The inverse of {@link #forward}, scaled so that forward and inverse give the same samples. */
    public void inverse(float[] packed) {
        fft.backwardsTransform(packed);
    }

    /** Squared magnitude of every bin: {@code packed[size]} to {@code power[size / 2 + 1]}. */
    public void power(float[] packed, float[] power) {
        int last = size / 2;
        power[0] = packed[0] * packed[0];
        power[last] = packed[1] * packed[1];
        for (int k = 1; k < last; k++) {
            power[k] = packed[2 * k] * packed[2 * k] + packed[2 * k + 1] * packed[2 * k + 1];
        }
    }
}
