package hangolo.models.xtts.synthesis;

import hangolo.models.xtts.nn.Probe;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws audio codes from logits, as Hugging Face's logits processors and {@code multinomial} do (xtts-spec.md 9.3). */
public final class Sampler {

    private final SamplingSettings settings;
    private final SplittableRandom random;
    private final boolean[] seen;

    /**
     * @param vocabulary number of audio tokens
     * @param start the start token. With token 1, which stands for every row of the prompt and the text in Coqui TTS, it
     *     counts as seen from the beginning
     */
    public Sampler(SamplingSettings settings, int vocabulary, int start) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.seen = new boolean[vocabulary];
        seen[Math.min(1, vocabulary - 1)] = true;
        seen[start] = true;
    }

    /** The next code. */
    int next(float[] logits) {
        return next(logits, Probe.NONE);
    }

    /**
     * The next code.
     *
     * @param logits raw scores of all codes
     * @param probe sees the scores after each processor, one applied on top of the other, and what is drawn from
     */
    public int next(float[] logits, Probe probe) {
        float[] scores = logits.clone();
        applyRepetitionPenalty(scores, seen, settings.repetitionPenalty());
        probe.record("repetition_penalty", scores);
        int code;
        if (settings.greedy()) {
            code = best(scores);
        } else {
            applyTemperature(scores, settings.temperature());
            probe.record("temperature", scores);
            keepTopK(scores, settings.topK());
            probe.record("top_k", scores);
            keepTopP(scores, settings.topP());
            probe.record("top_p", scores);
            double[] probabilities = probabilities(scores);
            probe.record("probabilities", floats(probabilities));
            code = draw(probabilities, random.nextDouble());
        }
        seen[code] = true;
        return code;
    }

    /** Counts codes as seen. */
    public void markSeen(int... codes) {
        for (int code : codes) {
            seen[code] = true;
        }
    }

    /** Positive scores of seen tokens are divided, negative ones multiplied. */
    static void applyRepetitionPenalty(float[] scores, boolean[] seen, double penalty) {
        for (int i = 0; i < scores.length; i++) {
            if (seen[i]) {
                scores[i] = (float) (scores[i] > 0 ? scores[i] / penalty : scores[i] * penalty);
            }
        }
    }

    static void applyTemperature(float[] scores, double temperature) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (scores[i] / temperature);
        }
    }

    /** Removes logits below the k-th best; ties with it stay. */
    static void keepTopK(float[] scores, int k) {
        if (k > 0 && k < scores.length) {
            float[] sorted = scores.clone();
            Arrays.sort(sorted);
            float smallest = sorted[sorted.length - k];
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] < smallest) {
                    scores[i] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }

    /** Removes the least likely tokens as long as they have at most the probability 1 - p together; the best one stays. */
    static void keepTopP(float[] scores, double p) {
        if (p >= 1) {
            return;
        }
        double[] probabilities = probabilities(scores);
        int[] ascending = IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[a], scores[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        for (int i = 0; i < ascending.length - 1; i++) {
            sum += probabilities[ascending[i]];
            if (sum > 1 - p) {
                return;
            }
            scores[ascending[i]] = Float.NEGATIVE_INFINITY;
        }
    }

    /** Softmax. */
    static double[] probabilities(float[] scores) {
        float largest = scores[best(scores)];
        double[] result = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            result[i] = Math.exp((double) scores[i] - largest);
            sum += result[i];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private static int draw(double[] probabilities, double point) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] > 0) {
                sum += probabilities[i];
                last = i;
                if (point < sum) {
                    return i;
                }
            }
        }
        return last;
    }
}
