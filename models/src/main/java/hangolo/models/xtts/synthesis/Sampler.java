package hangolo.models.xtts.synthesis;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws audio codes from scores, as Hugging Face's logits processors and {@code multinomial} do (xtts-spec.md 9.3). */
final class Sampler {

    private final SamplingSettings settings;
    private final SplittableRandom random;
    private final boolean[] seen;

    /**
     * @param vocabulary number of audio tokens
     * @param start the start token. With token 1, which stands for every row of the prompt and the text in the original, it
     *     counts as seen from the beginning
     */
    Sampler(SamplingSettings settings, int vocabulary, int start) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.seen = new boolean[vocabulary];
        seen[Math.min(1, vocabulary - 1)] = true;
        seen[start] = true;
    }

    /** The next code. */
    int next(float[] logits) {
        float[] scores = logits.clone();
        penalise(scores);
        int code;
        if (settings.greedy()) {
            code = best(scores);
        } else {
            heat(scores, settings.temperature());
            keepTopK(scores, settings.topK());
            keepTopP(scores, settings.topP());
            code = draw(probabilities(scores), random.nextDouble());
        }
        seen[code] = true;
        return code;
    }

    /** Counts codes as seen. */
    void see(int... codes) {
        for (int code : codes) {
            seen[code] = true;
        }
    }

    void penalise(float[] scores) {
        penalise(scores, seen, settings.repetitionPenalty());
    }

    /** Positive scores of seen tokens are divided, negative ones multiplied. */
    static void penalise(float[] scores, boolean[] seen, double penalty) {
        for (int i = 0; i < scores.length; i++) {
            if (seen[i]) {
                scores[i] = (float) (scores[i] > 0 ? scores[i] / penalty : scores[i] * penalty);
            }
        }
    }

    static void heat(float[] scores, double temperature) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (scores[i] / temperature);
        }
    }

    /** Drops scores below the k-th best; ties with it stay. */
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

    /** Drops the least likely tokens as long as they have at most the probability 1 - p together; the best one stays. */
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
