package hangolo.audio;

import java.util.Arrays;

/**
 * A mel spectrogram, row major [frames, bins]: time rows, mel columns.
 *
 * @param frames number of time steps
 * @param bins mel bands of each
 * @param values frames * bins numbers; what they are (power, log, divided) is said by whoever made them
 */
public record Mel(int frames, int bins, float[] values) {

    /** Checks that the sizes fit. */
    public Mel {
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
    public Mel slice(int from, int to) {
        return new Mel(to - from, bins, Arrays.copyOfRange(values, from * bins, to * bins));
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
    public static Mel ofBinsFirst(int bins, int frames, float[] values) {
        return new Mel(frames, bins, new Mel(bins, frames, values).binsFirst());
    }

    /** Every bin divided by its entry of {@code melStats} (xtts-spec.md 3.2: a division only, no mean). */
    public Mel dividedBy(float[] melStats) {
        Mel out = new Mel(frames, bins, values.clone());
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
    public Mel multipliedBy(float[] melStats) {
        requireStats(melStats);
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i] * melStats[i % bins];
        }
        return new Mel(frames, bins, out);
    }

    private void requireStats(float[] melStats) {
        if (melStats.length != bins) {
            throw new IllegalArgumentException(
                    "mel_stats has %d entries but the mel has %d bins".formatted(melStats.length, bins));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mel mel
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
