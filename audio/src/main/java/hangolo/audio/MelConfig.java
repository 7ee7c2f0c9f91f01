package hangolo.audio;

/**
 * How a mel spectrogram is made (xtts-spec.md 3.2).
 *
 * @param sampleRate rate of the sound, Hz
 * @param fftSize samples of one transform, a power of two
 * @param windowLength samples under the window, in the middle of the transform
 * @param hop samples from one frame to the next
 * @param bins mel bands
 * @param lowHertz lower edge of the first band
 * @param highHertz upper edge of the last band
 * @param window shape of the window
 * @param areaNorm whether every band is divided by its width (Slaney) or has peak 1
 * @param log how power becomes loudness
 * @param preEmphasis weight of the previous sample that is subtracted first, 0 for none
 */
public record MelConfig(
        int sampleRate,
        int fftSize,
        int windowLength,
        int hop,
        int bins,
        double lowHertz,
        double highHertz,
        Window window,
        boolean areaNorm,
        Log log,
        double preEmphasis) {

    /** Periodic cosine windows: one period is the window's length, not one less. */
    public enum Window {
        /** 0.5 - 0.5 cos. */
        HANN(0.5),
        /** 0.54 - 0.46 cos. */
        HAMMING(0.54);

        private final double mean;

        Window(double mean) {
            this.mean = mean;
        }

        /** The window's {@code length} weights, rounded as in the reference. */
        public float[] weights(int length) {
            float turn = (float) (2 * Math.PI / length);
            float[] weights = new float[length];
            for (int i = 0; i < length; i++) {
                weights[i] = TorchRounding.cosine(i * turn) * (float) (mean - 1) + (float) mean;
            }
            return weights;
        }
    }

    /** Natural logarithm, kept away from zero. */
    public enum Log {
        /** ln(max(x, 1e-5)). */
        FLOOR_1E5 {
            @Override
            public float of(float power) {
                return (float) Math.log(Math.max(power, 1e-5f));
            }
        },
        /** ln(x + 1e-6). */
        PLUS_1E6 {
            @Override
            public float of(float power) {
                return (float) Math.log(power + 1e-6);
            }
        };

        /** The logarithm of a mel power. */
        public abstract float of(float power);
    }

    /** Input of the DVAE: 22050 Hz, 1024/256, 80 bins. */
    public static final MelConfig DVAE =
            new MelConfig(22050, 1024, 1024, 256, 80, 0, 8000, Window.HANN, true, Log.FLOOR_1E5, 0);

    /** Input of the conditioning encoder: as the DVAE's, with transforms of 2048 under a window of 1024. */
    public static final MelConfig CONDITIONING =
            new MelConfig(22050, 2048, 1024, 256, 80, 0, 8000, Window.HANN, true, Log.FLOOR_1E5, 0);

    /** Input of the speaker encoder: 16000 Hz, 512/400/160, 64 bins, pre-emphasis 0.97. */
    public static final MelConfig SPEAKER =
            new MelConfig(16000, 512, 400, 160, 64, 0, 8000, Window.HAMMING, false, Log.PLUS_1E6, 0.97);

    /** Checks that the sizes fit together. */
    public MelConfig {
        if (windowLength > fftSize || windowLength < 1 || hop < 1 || bins < 1) {
            throw new IllegalArgumentException("window %d, FFT %d, hop %d and %d bins do not fit together"
                    .formatted(windowLength, fftSize, hop, bins));
        }
        if (lowHertz < 0 || highHertz <= lowHertz || highHertz > sampleRate / 2.0) {
            throw new IllegalArgumentException("bands from %s to %s Hz do not fit a sample rate of %d Hz"
                    .formatted(lowHertz, highHertz, sampleRate));
        }
    }

    /** Number of frames of a sound: one per hop, the last one not cut off. */
    public int frames(int samples) {
        return 1 + samples / hop;
    }

    /** Fewest samples that can be computed: the ends are mirrored by half a transform. */
    public int fewestSamples() {
        return fftSize / 2 + 1;
    }
}
