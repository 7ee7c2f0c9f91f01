package hangolo.audio;

import java.util.Arrays;

/**
 * A mel spectrogram, row major [frames, bins]: time rows, mel columns.
 *
 * @param frames number of time steps
 * @param bins mel bands of each
 * @param values frames * bins numbers; what they are (power, log, divided) is said by whoever made them
 */
public record MelSpectrogram(int frames, int bins, float[] values) {

    /** Checks that the sizes fit. */
    public MelSpectrogram {
        if (frames < 0 || bins < 1 || values.length != (long) frames * bins) {
            throw new IllegalArgumentException(
                    "a mel of [%d, %d] cannot hold %d values".formatted(frames, bins, values.length));
        }
    }

    /** The value of one bin at one time. */
    public float at(int frame, int bin) {
        return values[frame * bins + bin];
    }

    /** A copy of one time step, [bins]. */
    public float[] row(int frame) {
        return Arrays.copyOfRange(values, frame * bins, (frame + 1) * bins);
    }

    /** The time steps from {@code from} (inclusive) to {@code to} (exclusive). */
    public MelSpectrogram slice(int from, int to) {
        return new MelSpectrogram(to - from, bins, Arrays.copyOfRange(values, from * bins, to * bins));
    }

    /** A copy in the order [bins, frames], as the reference software keeps it. */
    public float[] binsFirst() {
        float[] out = new float[values.length];
        for (int t = 0; t < frames; t++) {
            for (int b = 0; b < bins; b++) {
                out[b * frames + t] = values[t * bins + b];
            }
        }
        return out;
    }

    /** Makes a mel from values in the order [bins, frames]. */
    public static MelSpectrogram ofBinsFirst(int bins, int frames, float[] values) {
        return new MelSpectrogram(frames, bins, new MelSpectrogram(bins, frames, values).binsFirst());
    }

    /** Every bin divided by its entry of {@code melStats} (xtts-spec.md 3.2: a division only, no mean). */
    public MelSpectrogram dividedBy(float[] melStats) {
        MelSpectrogram out = new MelSpectrogram(frames, bins, values.clone());
        out.divide(melStats);
        return out;
    }

    /** As {@link #dividedBy}, in place. */
    void divide(float[] melStats) {
        requireStats(melStats);
        for (int i = 0; i < values.length; i++) {
            values[i] /= melStats[i % bins];
        }
    }

    /** The inverse of {@link #dividedBy}. */
    public MelSpectrogram multipliedBy(float[] melStats) {
        requireStats(melStats);
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i] * melStats[i % bins];
        }
        return new MelSpectrogram(frames, bins, out);
    }

    private void requireStats(float[] melStats) {
        if (melStats.length != bins) {
            throw new IllegalArgumentException(
                    "mel_stats has %d entries but the mel has %d bins".formatted(melStats.length, bins));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MelSpectrogram mel
                && mel.frames == frames
                && mel.bins == bins
                && Arrays.equals(mel.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + bins;
    }

    @Override
    public String toString() {
        return "Mel[" + frames + " frames, " + bins + " bins]";
    }
}
