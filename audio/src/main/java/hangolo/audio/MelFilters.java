package hangolo.audio;

/**
 * Triangular mel bands over the bins of a transform: HTK scale 2595 log10(1 + f/700), corners evenly spaced on it
 * (xtts-spec.md 3.2).
 * Rounded to single precision where the reference rounds, so that the matrix is the reference's bit for bit. Kept sparse.
 * Immutable.
 */
final class MelFilters {
    private final int bins;
    private final int spectrumBins;
    private final int[] first;
    private final float[][] weights;

    MelFilters(MelConfig config) {
        bins = config.bins();
        spectrumBins = config.fftSize() / 2 + 1;
        first = new int[bins];
        weights = new float[bins][];
        float[] corners = corners(config);
        // The reference spaces its bins up to the rate's half as a whole number.
        float[] hertz = TorchRounding.evenly(0, config.sampleRate() / 2, spectrumBins);
        for (int b = 0; b < bins; b++) {
            float low = corners[b];
            float high = corners[b + 2];
            float norm = config.areaNorm() ? 2f / (high - low) : 1;
            int from = 0;
            while (from < spectrumBins && hertz[from] <= low) {
                from++;
            }
            int to = from;
            while (to < spectrumBins && hertz[to] < high) {
                to++;
            }
            first[b] = from;
            weights[b] = new float[to - from];
            for (int k = from; k < to; k++) {
                float up = (hertz[k] - low) / (corners[b + 1] - low);
                float down = (high - hertz[k]) / (high - corners[b + 1]);
                weights[b][k - from] = Math.max(0, Math.min(up, down)) * norm;
            }
        }
    }

    private static float[] corners(MelConfig config) {
        float[] corners = TorchRounding.evenly(toMel(config.lowHertz()), toMel(config.highHertz()), config.bins() + 2);
        for (int i = 0; i < corners.length; i++) {
            corners[i] = 700f * (TorchRounding.powerOfTen(corners[i] / 2595f) - 1f);
        }
        return corners;
    }

    private static double toMel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    int bins() {
        return bins;
    }

    int spectrumBins() {
        return spectrumBins;
    }

    /** Sums the power of each band: {@code power[spectrumBins]} into {@code mel[at .. at + bins)}. */
    void apply(float[] power, float[] mel, int at) {
        for (int b = 0; b < bins; b++) {
            float[] band = weights[b];
            double sum = 0;
            for (int i = 0; i < band.length; i++) {
                sum += band[i] * power[first[b] + i];
            }
            mel[at + b] = (float) sum;
        }
    }

    /** Adds every band's weights times {@code mel[bin]} to {@code spectrum}: the transposed filter bank. */
    void spread(float[] mel, float[] spectrum) {
        for (int b = 0; b < bins; b++) {
            float[] band = weights[b];
            for (int i = 0; i < band.length; i++) {
                spectrum[first[b] + i] += band[i] * mel[b];
            }
        }
    }

    /** The whole matrix [spectrumBins, bins], as the reference stores it. */
    float[] dense() {
        float[] matrix = new float[spectrumBins * bins];
        for (int b = 0; b < bins; b++) {
            for (int i = 0; i < weights[b].length; i++) {
                matrix[(first[b] + i) * bins + b] = weights[b][i];
            }
        }
        return matrix;
    }
}
