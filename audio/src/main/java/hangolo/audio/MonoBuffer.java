package hangolo.audio;

import java.nio.file.Path;
import java.util.Arrays;

/** Collects mono samples of unknown number; grows with what is decoded, not with what a header promises. */
final class MonoBuffer {
    /** Over three hours at 22050 Hz; a clip is seconds long, a reference recording minutes. */
    static final int MOST_SAMPLES = 1 << 28;
    /** Speech takes a byte for two samples, silence next to nothing: this many need no bytes, 47 seconds at 22050 Hz. */
    private static final int SILENT_SAMPLES = 1 << 20;

    private static final int SAMPLES_PER_BYTE = 64;

    private final Path file;
    private final int most;
    private float[] samples;
    private int count;

    private MonoBuffer(Path file, long expected, int most) {
        this.file = file;
        this.most = most;
        this.samples = new float[(int) Math.max(16, Math.min(expected, most))];
    }

    /** For samples that lie in the file as they are. */
    static MonoBuffer of(Path file, long expected) {
        return new MonoBuffer(file, expected, MOST_SAMPLES);
    }

    /** For compressed sound: a few damaged bytes must not unpack to hours. */
    static MonoBuffer unpacking(Path file, long expected, long fileBytes) {
        long most = Math.min(MOST_SAMPLES, SILENT_SAMPLES + SAMPLES_PER_BYTE * fileBytes);
        return new MonoBuffer(file, Math.min(expected, SILENT_SAMPLES), (int) most);
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
        if (count >= most) {
            throw new AudioFormatException(
                    file,
                    "longer than " + most
                            + " samples, the most for its size. Cut it into clips of a few seconds, as WAV.");
        }
        samples = Arrays.copyOf(samples, (int) Math.min(most, 2L * samples.length));
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
