package hangolo.audio.letters;

import hangolo.audio.AudioClip;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A synthetic speaker of the toy language. A letter is a hum at the voice's pitch with two of ten resonances, never
 * neighbours, that lie evenly on the mel scale from 260 to 6700 Hz: 36 pairs, one for each letter. A space is next to
 * silence. Immutable and thread-safe.
 *
 * @param name the speaker
 * @param pitchHertz middle of the pitch, 80 to 220 Hz
 * @param tiltDecibels level of the upper resonance relative to the lower one, -4 to 4 dB
 * @param tract length of the vocal tract: moves the resonances, 0.97 to 1.03
 */
public record LetterVoice(String name, double pitchHertz, double tiltDecibels, double tract) {
    private static final int RESONANCES = 10;
    private static final double LOWEST_MEL = 355;
    private static final double MEL_STEP = 257;
    private static final double WIDTH_MEL = 45;
    private static final double PEAK = 0.12;
    private static final double HUM = 0.15;
    private static final double BREATH = 6e-4;
    private static final double PITCH_JITTER = 0.012;
    private static final double LEVEL_JITTER = 0.08;
    private static final int FADE = 192;
    /** Level of the first samples of a letter, and of the last ones from the end. */
    private static final double[] RISE = IntStream.range(0, FADE)
            .mapToDouble(edge -> 0.5 - 0.5 * Math.cos(Math.PI * edge / FADE))
            .toArray();

    /** Checks the ranges within which letters stay apart. */
    public LetterVoice {
        if (!(pitchHertz >= 80 && pitchHertz <= 220)
                || !(tiltDecibels >= -4 && tiltDecibels <= 4)
                || !(tract >= 0.97 && tract <= 1.03)) {
            throw new IllegalArgumentException(
                    "voice %s: pitch %s Hz (80..220), tilt %s dB (-4..4), tract %s (0.97..1.03)"
                            .formatted(name, pitchHertz, tiltDecibels, tract));
        }
    }

    /** A voice of that name: the same name always gives the same voice, other names most likely others. */
    public static LetterVoice of(String name) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        return new LetterVoice(
                name, random.nextDouble(95, 205), random.nextDouble(-3.5, 3.5), random.nextDouble(0.98, 1.02));
    }

    /**
     * Speaks a text: {@link Letters#SAMPLES} samples for every letter and space of {@link Letters#spoken}.
     *
     * @param seed of the small variations of pitch and level
     * @return a clip at {@link Letters#SAMPLE_RATE}
     */
    public AudioClip say(String text, long seed) {
        String letters = Letters.spoken(text);
        SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
        float[] samples = new float[letters.length() * Letters.SAMPLES];
        for (int i = 0; i < letters.length(); i++) {
            letter(letters.charAt(i), samples, i * Letters.SAMPLES, random);
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (BREATH * (2 * random.nextDouble() - 1));
        }
        return new AudioClip(samples, Letters.SAMPLE_RATE);
    }

    private void letter(char letter, float[] samples, int at, SplittableRandom random) {
        double pitch = pitchHertz * (1 + PITCH_JITTER * (2 * random.nextDouble() - 1));
        double level = PEAK * (1 + LEVEL_JITTER * (2 * random.nextDouble() - 1));
        if (letter == ' ') {
            return;
        }
        int[] pair = pair(Letters.ALPHABET.indexOf(letter) - 1);
        double tilt = Math.pow(10, tiltDecibels / 20);
        tone(samples, at, pitch, level * HUM, random);
        resonance(samples, at, pitch, pair[0], level, random);
        resonance(samples, at, pitch, pair[1], level * tilt, random);
    }

    /** The {@code index}-th pair of resonances that are not neighbours. */
    private static int[] pair(int index) {
        int left = index;
        for (int low = 0; low < RESONANCES - 2; low++) {
            int pairs = RESONANCES - 2 - low;
            if (left < pairs) {
                return new int[] {low, low + 2 + left};
            }
            left -= pairs;
        }
        throw new IllegalArgumentException("no sound for letter " + index);
    }

    /** Harmonics of the pitch under one resonance; the nearest one always sounds at full level. */
    private void resonance(
            float[] samples, int at, double pitch, int resonance, double level, SplittableRandom random) {
        int nearest = harmonic(resonance);
        double middle = mel(nearest * pitchHertz);
        // Mel bands grow wider with frequency: without this the upper resonances would be faint in the mel.
        double even = level * Math.sqrt((700 + nearest * pitchHertz) / 1400);
        double power = 0;
        int reach = nearest;
        while (weight(reach + 1, middle) > 0.05) {
            reach++;
        }
        int low = Math.max(1, 2 * nearest - reach);
        for (int k = low; k <= reach; k++) {
            power += weight(k, middle) * weight(k, middle);
        }
        for (int k = low; k <= reach; k++) {
            tone(samples, at, k * pitch, even * weight(k, middle) / Math.sqrt(power), random);
        }
    }

    /**
     * The harmonic nearest to a resonance, above that of the resonance below and above the hum. By the voice's own
     * pitch, so that jitter never moves a letter to another harmonic.
     */
    private int harmonic(int resonance) {
        int harmonic = 1;
        for (int r = 0; r <= resonance; r++) {
            double centre = hertz(LOWEST_MEL + MEL_STEP * r) * tract;
            harmonic = Math.max(harmonic + 1, (int) Math.round(centre / pitchHertz));
        }
        return harmonic;
    }

    private double weight(int harmonic, double middle) {
        double distance = (mel(harmonic * pitchHertz) - middle) / WIDTH_MEL;
        return Math.exp(-0.5 * distance * distance);
    }

    private static void tone(float[] samples, int at, double hertz, double level, SplittableRandom random) {
        double phase = 2 * Math.PI * random.nextDouble();
        double step = 2 * Math.PI * hertz / Letters.SAMPLE_RATE;
        for (int i = 0; i < Letters.SAMPLES; i++) {
            int edge = Math.min(i, Letters.SAMPLES - 1 - i);
            double fade = edge >= FADE ? 1 : RISE[edge];
            samples[at + i] += (float) (fade * level * Math.sin(phase + step * i));
        }
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (Math.pow(10, mel / 2595) - 1);
    }
}
