package hangolo.audio;

import hangolo.audio.tarsos.RealFft;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes sound from a logarithmic mel spectrogram without a neural vocoder: spreads the mel power over the bins of a
 * transform (non-negative least squares by multiplicative updates), then finds phases that fit by the fast Griffin-Lim
 * iteration with momentum (Perraudin, Balazs, Soendergaard 2013). The same input and seed give the same sound.
 * Immutable and thread-safe; ten seconds take about a second.
 */
public final class GriffinLim {
    private static final float HIGHEST_PEAK = 0.95f;

    private static final int SPREAD_ROUNDS = 40;
    private static final int PHASE_ROUNDS = 32;
    private static final float MOMENTUM = 0.99f;
    private static final double TINY = 1e-12;

    private final MelConfig config;
    private final MelFilters filters;
    private final float[] window;
    private final long seed;

    /**
     * For mels made with {@code config}, normally {@link MelConfig#DVAE}; pre-emphasis is not undone.
     *
     * @param seed of the first phases
     */
    public GriffinLim(MelConfig config, long seed) {
        this.config = config;
        this.filters = new MelFilters(config);
        this.window = config.window().weights(config.windowLength());
        this.seed = seed;
    }

    /**
     * The sound of a logarithmic mel, not divided by mel_stats: (frames - 1) * hop samples, at most 0.95 of full scale.
     *
     * @param logMel [frames, bins], natural logarithm of the power; at least two frames
     */
    public AudioClip sound(MelSpectrogram logMel) {
        if (logMel.bins() != config.bins() || logMel.frames() < 2) {
            throw new IllegalArgumentException("needs a mel of at least 2 frames of %d bins, found [%d, %d]"
                    .formatted(config.bins(), logMel.frames(), logMel.bins()));
        }
        float[][] magnitudes = new float[logMel.frames()][];
        for (int t = 0; t < magnitudes.length; t++) {
            magnitudes[t] = spread(logMel.row(t));
        }
        return new AudioClip(belowFullScale(withPhases(magnitudes)), config.sampleRate());
    }

    /** Guessed phases can meet in peaks that the original did not have: the whole clip is turned down until they fit. */
    private static float[] belowFullScale(float[] samples) {
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        float factor = HIGHEST_PEAK / Math.max(peak, HIGHEST_PEAK);
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= factor;
        }
        return samples;
    }

    /** Magnitudes of the transform's bins whose mel power comes closest: P *= F'm / F'FP, starting at F'm. */
    float[] spread(float[] logMel) {
        float[] mel = new float[logMel.length];
        for (int b = 0; b < mel.length; b++) {
            mel[b] = (float) Math.exp(Math.min(logMel[b], 30));
        }
        float[] wanted = new float[filters.spectrumBins()];
        filters.spread(mel, wanted);
        float[] power = wanted.clone();
        float[] reached = new float[mel.length];
        float[] back = new float[power.length];
        for (int round = 0; round < SPREAD_ROUNDS; round++) {
            filters.apply(power, reached, 0);
            Arrays.fill(back, 0);
            filters.spread(reached, back);
            for (int k = 0; k < power.length; k++) {
                power[k] *= (float) (wanted[k] / (back[k] + TINY));
            }
        }
        for (int k = 0; k < power.length; k++) {
            power[k] = (float) Math.sqrt(power[k]);
        }
        return power;
    }

    private float[] withPhases(float[][] magnitudes) {
        Stft stft = new Stft(magnitudes.length);
        float[][] spectrum = randomPhases(magnitudes);
        float[][] previous = new float[magnitudes.length][config.fftSize()];
        float[][] rebuilt = new float[magnitudes.length][config.fftSize()];
        for (int round = 0; round < PHASE_ROUNDS; round++) {
            stft.forward(stft.inverse(spectrum), rebuilt);
            for (int t = 0; t < rebuilt.length; t++) {
                accelerate(rebuilt[t], previous[t], magnitudes[t], spectrum[t]);
            }
            float[][] next = previous;
            previous = rebuilt;
            rebuilt = next;
        }
        return stft.inverse(spectrum);
    }

    /** Next spectrum: the wanted magnitudes with the phases of rebuilt + momentum * (rebuilt - previous). */
    private static void accelerate(float[] rebuilt, float[] previous, float[] magnitude, float[] out) {
        int last = magnitude.length - 1;
        out[0] = Math.copySign(magnitude[0], rebuilt[0]);
        out[1] = Math.copySign(magnitude[last], rebuilt[1]);
        for (int k = 1; k < last; k++) {
            float re = rebuilt[2 * k] + MOMENTUM * (rebuilt[2 * k] - previous[2 * k]);
            float im = rebuilt[2 * k + 1] + MOMENTUM * (rebuilt[2 * k + 1] - previous[2 * k + 1]);
            float scale = (float) (magnitude[k] / (Math.sqrt(re * re + im * im) + TINY));
            out[2 * k] = re * scale;
            out[2 * k + 1] = im * scale;
        }
    }

    private float[][] randomPhases(float[][] magnitudes) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] spectrum = new float[magnitudes.length][config.fftSize()];
        for (int t = 0; t < spectrum.length; t++) {
            for (int k = 1; k < magnitudes[t].length - 1; k++) {
                double phase = 2 * Math.PI * random.nextDouble();
                spectrum[t][2 * k] = (float) (magnitudes[t][k] * Math.cos(phase));
                spectrum[t][2 * k + 1] = (float) (magnitudes[t][k] * Math.sin(phase));
            }
        }
        return spectrum;
    }

    /** Short-time transform and its least-squares inverse for a fixed number of frames, packed spectra. */
    private final class Stft {
        private final RealFft fft = new RealFft(config.fftSize());
        private final int frames;
        private final int length;
        private final float[] weight;

        Stft(int frames) {
            this.frames = frames;
            this.length = (frames - 1) * config.hop();
            this.weight = new float[length];
            for (int t = 0; t < frames; t++) {
                for (int i = from(t); i < to(t); i++) {
                    float w = window[i - start(t)];
                    weight[i] += w * w;
                }
            }
        }

        private int start(int frame) {
            return frame * config.hop() - window.length / 2;
        }

        private int from(int frame) {
            return Math.max(0, start(frame));
        }

        private int to(int frame) {
            return Math.min(length, start(frame) + window.length);
        }

        /** Into {@code spectrum}. Beyond the ends the sound counts as silence: phases there are of no interest. */
        void forward(float[] sound, float[][] spectrum) {
            int pad = (config.fftSize() - window.length) / 2;
            for (int t = 0; t < frames; t++) {
                Arrays.fill(spectrum[t], 0);
                for (int i = from(t); i < to(t); i++) {
                    spectrum[t][pad + i - start(t)] = sound[i] * window[i - start(t)];
                }
                fft.forward(spectrum[t]);
            }
        }

        float[] inverse(float[][] spectrum) {
            float[] sound = new float[length];
            float[] buffer = new float[config.fftSize()];
            int pad = (config.fftSize() - window.length) / 2;
            for (int t = 0; t < frames; t++) {
                System.arraycopy(spectrum[t], 0, buffer, 0, buffer.length);
                fft.inverse(buffer);
                for (int i = from(t); i < to(t); i++) {
                    sound[i] += buffer[pad + i - start(t)] * window[i - start(t)];
                }
            }
            for (int i = 0; i < length; i++) {
                sound[i] /= Math.max(weight[i], 1e-3f);
            }
            return sound;
        }
    }
}
