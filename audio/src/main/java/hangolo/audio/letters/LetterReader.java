package hangolo.audio.letters;

import hangolo.audio.AudioClip;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads back what a {@link LetterVoice} said, from the sound alone: compares the shape of every mel frame with the
 * letters' shapes, then finds the cheapest row of letters of about the right length each (segmental Viterbi). Sound that
 * resembles no letter is read as nothing. It is never told what was to be said. Immutable and thread-safe.
 */
public final class LetterReader {
    /** Frames of one letter: 2048 samples by hops of 256. */
    private static final int LETTER_FRAMES = Letters.SAMPLES / 256;

    private static final int SHORTEST = 4;
    private static final int LONGEST = 13;
    /** Cost of being one frame too long or short, squared for more. */
    private static final double DRIFT = 0.04;
    /** Cost of a frame that is like nothing: correlations below 0.55 are no letter. */
    private static final double UNLIKE = 0.45;

    private static final int SPACE = 0;
    private static final int NOTHING = Letters.ALPHABET.length();

    private final MelExtractor mels = new MelExtractor(MelConfig.DVAE);
    /** Shapes of every letter, one per voice: [letter][voice][bins]. */
    private final float[][][] shapes;

    /** A reader for these voices. */
    public LetterReader(List<LetterVoice> voices) {
        if (voices.isEmpty()) {
            throw new IllegalArgumentException("a reader needs at least one voice to know its letters");
        }
        shapes = new float[Letters.ALPHABET.length()][voices.size()][];
        for (int letter = 1; letter < shapes.length; letter++) {
            for (int v = 0; v < voices.size(); v++) {
                String alone = Letters.ALPHABET.substring(letter, letter + 1);
                MelSpectrogram mel = mels.log(voices.get(v).say(alone, 0));
                shapes[letter][v] = FrameShape.of(mel.row(LETTER_FRAMES / 2));
            }
        }
    }

    /** What is heard in a clip of any sample rate; an empty text if it is too short or like no letter. */
    public String read(AudioClip clip) {
        AudioClip sound = clip.resampled(Letters.SAMPLE_RATE);
        return sound.length() < MelConfig.DVAE.fewestSamples() ? "" : read(mels.log(sound));
    }

    /** What is heard in a DVAE log-mel (not divided by mel_stats), [frames, 80]. */
    public String read(MelSpectrogram logMel) {
        double[][] costs = costs(logMel);
        return Letters.spoken(cheapestRow(costs));
    }

    /** Cost of taking each frame for each letter, as running sums over time: [letter][frames + 1]. */
    private double[][] costs(MelSpectrogram mel) {
        double silence = FrameShape.silenceLevel(mel);
        double[][] sums = new double[NOTHING + 1][mel.frames() + 1];
        for (int t = 0; t < mel.frames(); t++) {
            float[] frame = mel.row(t);
            boolean quiet = FrameShape.level(frame) < silence;
            float[] shape = FrameShape.of(frame);
            for (int letter = 0; letter <= NOTHING; letter++) {
                double cost = letter == NOTHING ? UNLIKE : quiet == (letter == SPACE) ? fit(letter, shape) : 1;
                sums[letter][t + 1] = sums[letter][t] + cost;
            }
        }
        return sums;
    }

    private double fit(int letter, float[] shape) {
        if (letter == SPACE) {
            return 0;
        }
        double best = 1;
        for (float[] wanted : shapes[letter]) {
            best = Math.min(best, 1 - FrameShape.correlation(wanted, shape));
        }
        return best;
    }

    private static String cheapestRow(double[][] sums) {
        int frames = sums[0].length - 1;
        double[] best = new double[frames + 1];
        int[] from = new int[frames + 1];
        int[] what = new int[frames + 1];
        for (int end = 1; end <= frames; end++) {
            best[end] = Double.POSITIVE_INFINITY;
            for (int start = Math.max(0, end - LONGEST); start < end; start++) {
                for (int letter = 0; letter <= NOTHING; letter++) {
                    double cost = best[start] + segment(sums, letter, start, end, frames);
                    if (cost < best[end]) {
                        best[end] = cost;
                        from[end] = start;
                        what[end] = letter;
                    }
                }
            }
        }
        List<Integer> row = new ArrayList<>();
        for (int end = frames; end > 0; end = from[end]) {
            row.add(what[end]);
        }
        StringBuilder text = new StringBuilder();
        for (int i = row.size() - 1; i >= 0; i--) {
            text.append(row.get(i) == NOTHING ? "" : Letters.ALPHABET.substring(row.get(i), row.get(i) + 1));
        }
        return text.toString();
    }

    /** Cost of frames start..end being one letter. The first frame hears half of the letter before: it counts little. */
    private static double segment(double[][] sums, int letter, int start, int end, int frames) {
        int length = end - start;
        if (letter == NOTHING) {
            return sums[letter][end] - sums[letter][start];
        }
        if (length < SHORTEST && end < frames) {
            return Double.POSITIVE_INFINITY;
        }
        double first = sums[letter][start + 1] - sums[letter][start];
        double rest = sums[letter][end] - sums[letter][start + 1];
        int drift = length - LETTER_FRAMES;
        return 0.3 * first + rest + DRIFT * drift * drift;
    }
}
