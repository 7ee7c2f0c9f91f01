package hangolo.audio;

import java.nio.file.Path;
import java.util.Arrays;

/** Collects mono samples of unknown number; grows with what is decoded, not with what a header promises. */
final class SampleSink {
    /** Over three hours at 22050 Hz; a clip is seconds long, a reference recording minutes. */
    static final int MOST_SAMPLES = 1 << 28;

    private final Path file;
    private float[] samples;
    private int count;

    SampleSink(Path file, long expected) {
        this.file = file;
        this.samples = new float[(int) Math.max(16, Math.min(expected, MOST_SAMPLES))];
    }

    void add(float sample) throws AudioFormatException {
        if (!Float.isFinite(sample)) {
            throw new AudioFormatException(
                    file,
                    "sample " + count + " is " + sample + ", not a number. Export the sound again, as 16-bit PCM.");
        }
        if (count == samples.length) {
            grow();
        }
        samples[count++] = sample;
    }

    private void grow() throws AudioFormatException {
        if (count >= MOST_SAMPLES) {
            throw new AudioFormatException(
                    file, "longer than " + MOST_SAMPLES + " samples. Cut it into clips of a few seconds.");
        }
        samples = Arrays.copyOf(samples, (int) Math.min(MOST_SAMPLES, 2L * samples.length));
    }

    /** The samples from {@code skip} on, without the last {@code drop}; an exception when nothing is left. */
    AudioClip clip(int sampleRate, int skip, int drop) throws AudioFormatException {
        int end = count - drop;
        if (skip >= end) {
            throw new AudioFormatException(file, "holds no samples. Record or export it again.");
        }
        boolean whole = skip == 0 && end == samples.length;
        return new AudioClip(whole ? samples : Arrays.copyOfRange(samples, skip, end), sampleRate);
    }

    AudioClip clip(int sampleRate) throws AudioFormatException {
        return clip(sampleRate, 0, 0);
    }
}
