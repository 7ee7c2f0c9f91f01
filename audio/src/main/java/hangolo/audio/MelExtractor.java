package hangolo.audio;

import hangolo.audio.tarsos.RealFft;
import java.util.Arrays;

/**
 * Computes mel spectrograms as the reference software does (xtts-spec.md 3.2): frames centred on every hop, ends
 * mirrored, power spectrum, mel bands, logarithm. Immutable and thread-safe; keep one per configuration.
 */
public final class MelExtractor {
    private final MelConfig config;
    private final MelFilters filters;
    private final float[] window;
    private final ThreadLocal<Frame> frames;

    /** Working memory for one frame. */
    private record Frame(RealFft fft, float[] samples, float[] power) {

        static Frame of(int size) {
            RealFft fft = new RealFft(size);
            return new Frame(fft, new float[size], new float[fft.bins()]);
        }
    }

    /** Prepares the window and the bands. */
    public MelExtractor(MelConfig config) {
        this.config = config;
        this.filters = new MelFilters(config);
        this.window = config.window().weights(config.windowLength());
        this.frames = ThreadLocal.withInitial(() -> Frame.of(config.fftSize()));
    }

    /** What it was made with. */
    public MelConfig config() {
        return config;
    }

    /** The bands as a matrix [fft size / 2 + 1, bins], as the reference stores it in checkpoints ({@code mel_scale.fb}). */
    public float[] filterBank() {
        return filters.dense();
    }

    /**
     * Mel power before the logarithm, [frames, bins].
     *
     * @param samples at the configuration's rate; at least {@link MelConfig#fewestSamples()}
     */
    public MelSpectrogram power(float[] samples) {
        if (samples.length < config.fewestSamples()) {
            throw new IllegalArgumentException(
                    "a mel spectrogram needs at least %d samples, the clip has %d. Leave out clips as short as this."
                            .formatted(config.fewestSamples(), samples.length));
        }
        float[] sound = config.preEmphasis() == 0 ? samples : preEmphasised(samples, config.preEmphasis());
        int frames = config.frames(samples.length);
        float[] values = new float[frames * config.bins()];
        Frame frame = this.frames.get();
        for (int t = 0; t < frames; t++) {
            windowed(sound, t, frame.samples);
            frame.fft.forward(frame.samples);
            frame.fft.power(frame.samples, frame.power);
            filters.apply(frame.power, values, t * config.bins());
        }
        return new MelSpectrogram(frames, config.bins(), values);
    }

    /** Logarithmic mel, [frames, bins]; not divided by mel_stats. */
    public MelSpectrogram log(float[] samples) {
        MelSpectrogram mel = power(samples);
        float[] values = mel.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = config.log().of(values[i]);
        }
        return mel;
    }

    /** As {@link #log(float[])}, after checking that the clip has the right sample rate. */
    public MelSpectrogram log(AudioClip clip) {
        requireRate(clip);
        return log(clip.samples());
    }

    /** Logarithmic mel divided by mel_stats, [frames, bins]: what the DVAE and the conditioning encoder take. */
    public MelSpectrogram normalised(AudioClip clip, float[] melStats) {
        requireRate(clip);
        return normalised(clip.samples(), melStats);
    }

    /** As {@link #normalised(AudioClip, float[])}, of samples at the configuration's rate. */
    public MelSpectrogram normalised(float[] samples, float[] melStats) {
        MelSpectrogram mel = log(samples);
        mel.divide(melStats);
        return mel;
    }

    /** y[t] = x[t] - weight x[t-1]; the first sample is preceded by the second one (a mirrored end). */
    public static float[] preEmphasised(float[] x, double weight) {
        float[] y = new float[x.length];
        float w = (float) weight;
        for (int t = 0; t < x.length; t++) {
            float previous = t > 0 ? x[t - 1] : x[Math.min(1, x.length - 1)];
            y[t] = x[t] - w * previous;
        }
        return y;
    }

    private void windowed(float[] sound, int frame, float[] buffer) {
        int pad = (config.fftSize() - window.length) / 2;
        int start = frame * config.hop() - config.fftSize() / 2 + pad;
        Arrays.fill(buffer, 0);
        if (start >= 0 && start + window.length <= sound.length) {
            for (int i = 0; i < window.length; i++) {
                buffer[pad + i] = sound[start + i] * window[i];
            }
            return;
        }
        for (int i = 0; i < window.length; i++) {
            buffer[pad + i] = sound[mirrored(start + i, sound.length)] * window[i];
        }
    }

    /** Mirrors an index at both ends without repeating the end sample. */
    private static int mirrored(int index, int length) {
        int folded = Math.abs(index);
        return folded < length ? folded : 2 * (length - 1) - folded;
    }

    private void requireRate(AudioClip clip) {
        if (clip.sampleRate() != config.sampleRate()) {
            throw new IllegalArgumentException("the clip has %d Hz, this mel spectrogram needs %d Hz: resample it first"
                    .formatted(clip.sampleRate(), config.sampleRate()));
        }
    }
}
