package hangolo.audio;

import hangolo.audio.tarsos.PitchTracker;
import java.util.Arrays;

/** Measures clips: see {@link AudioEvidence} for what and in which units. Stateless and thread-safe. */
public final class AudioAnalyzer {
    private static final int RATE = 22050;
    private static final int HOP = RATE / 100;
    /** Two periods of 43 Hz. */
    private static final int PITCH_WINDOW = 1024;

    private static final int SMOOTHING = 12;

    private static final PitchTracker PITCH = new PitchTracker(RATE, PITCH_WINDOW, HOP, 60, 500);
    private static final float FULL_SCALE = 0.999f;
    private static final double SILENCE_BELOW_SPEECH = 30;
    private static final double SILENCE_DBFS = -60;
    private static final double FRAME_SECONDS = HOP / (double) RATE;
    /** Frames after the last voiced one that may hold a final consonant. */
    private static final int CONSONANT_FRAMES = 25;
    /** Fewer frames than these are an echo, not a noise. */
    private static final int FEWEST_NOISE_FRAMES = 5;

    private AudioAnalyzer() {}

    /** Measures a clip of any sample rate, also an empty one. */
    public static AudioEvidence measure(AudioClip clip) {
        Frames frames = Frames.of(clip.resampled(RATE).samples());
        double[] voiced =
                Arrays.stream(frames.pitch).filter(hertz -> hertz > 0).sorted().toArray();
        int silent = frames.silentCount();
        int sounding = frames.power.length - silent;
        return new AudioEvidence(
                clip.seconds(),
                decibels((double) clip.peak() * clip.peak()),
                decibels(meanPower(clip.samples())),
                clippedRatio(clip.samples()),
                frames.firstSound() * FRAME_SECONDS,
                Math.max(0, frames.power.length - 1 - frames.lastSound()) * FRAME_SECONDS,
                frames.trailingNoise(),
                frames.power.length == 0 ? 1 : silent / (double) frames.power.length,
                sounding == 0 ? 0 : Math.min(1, voiced.length / (double) sounding),
                Arrays.stream(voiced).average().orElse(0),
                percentile(voiced, 0.05),
                percentile(voiced, 0.95));
    }

    private static double clippedRatio(float[] samples) {
        int clipped = 0;
        for (float sample : samples) {
            clipped += Math.abs(sample) >= FULL_SCALE ? 1 : 0;
        }
        return samples.length == 0 ? 0 : clipped / (double) samples.length;
    }

    private static double meanPower(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return samples.length == 0 ? 0 : sum / samples.length;
    }

    private static double decibels(double power) {
        return Math.max(AudioEvidence.SILENT, 10 * Math.log10(power));
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** The clip in frames of 10 ms: power, pitch (0 where silent or unvoiced), and where silence begins. */
    private record Frames(double[] power, double[] pitch, double silence) {

        static Frames of(float[] samples) {
            double[] power = new double[samples.length / HOP];
            for (int i = 0; i < power.length; i++) {
                power[i] = meanPower(Arrays.copyOfRange(samples, i * HOP, (i + 1) * HOP));
            }
            double[] sorted = power.clone();
            Arrays.sort(sorted);
            double loud = percentile(sorted, 0.9);
            double silence = Math.max(loud * fromDecibels(-SILENCE_BELOW_SPEECH), fromDecibels(SILENCE_DBFS));
            return new Frames(power, pitch(samples, power, silence), silence);
        }

        /** The tracker's estimate belongs to the middle of its window. */
        private static double[] pitch(float[] samples, double[] power, double silence) {
            double[] tracked = PITCH.track(smoothed(samples));
            double[] pitch = new double[power.length];
            int middle = PITCH_WINDOW / 2 / HOP;
            for (int i = 0; i < tracked.length && i + middle < pitch.length; i++) {
                pitch[i + middle] = power[i + middle] > silence ? tracked[i] : 0;
            }
            return pitch;
        }

        /** Means over half a millisecond: hiss and upper formants, which hide the period, fade; the pitch stays. */
        private static float[] smoothed(float[] samples) {
            float[] out = new float[samples.length];
            double sum = 0;
            for (int i = 0; i < samples.length; i++) {
                sum += samples[i];
                sum -= i >= SMOOTHING ? samples[i - SMOOTHING] : 0;
                out[i] = (float) (sum / SMOOTHING);
            }
            return out;
        }

        private static double fromDecibels(double decibels) {
            return Math.pow(10, decibels / 10);
        }

        private boolean sounds(int frame) {
            return power[frame] > silence;
        }

        int silentCount() {
            int count = 0;
            for (int i = 0; i < power.length; i++) {
                count += sounds(i) ? 0 : 1;
            }
            return count;
        }

        /** The first frame with sound; the number of frames if all is silent. */
        int firstSound() {
            int i = 0;
            while (i < power.length && !sounds(i)) {
                i++;
            }
            return i;
        }

        /** The last frame with sound, or -1. */
        int lastSound() {
            int i = power.length - 1;
            while (i >= 0 && !sounds(i)) {
                i--;
            }
            return i;
        }

        /** Where the speech ends: at the last voiced frame; without any pitch, at the last sound. */
        private int lastSpeech() {
            for (int i = pitch.length - 1; i >= 0; i--) {
                if (pitch[i] > 0) {
                    return i + CONSONANT_FRAMES;
                }
            }
            return lastSound();
        }

        double trailingNoise() {
            int end = lastSpeech() + 1;
            if (lastSound() < 0 || power.length - end < FEWEST_NOISE_FRAMES) {
                return AudioEvidence.SILENT;
            }
            double speech = 0;
            int frames = 0;
            for (int i = 0; i < end; i++) {
                speech += sounds(i) ? power[i] : 0;
                frames += sounds(i) ? 1 : 0;
            }
            double after = 0;
            for (int i = end; i < power.length; i++) {
                after += power[i] / (power.length - end);
            }
            return frames == 0 ? AudioEvidence.SILENT : decibels(after / (speech / frames));
        }
    }
}
