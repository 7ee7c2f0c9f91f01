package hangolo.models.xtts.synthesis;

import hangolo.models.xtts.config.XttsConfig;

/**
 * How audio codes are drawn (xtts-spec.md 9.3). The order is: repetition penalty, temperature, top-k, top-p.
 *
 * @param greedy take the likeliest code; then only the repetition penalty counts of the following
 * @param temperature divides the scores; below 1 safer, above 1 livelier
 * @param topK how many of the best codes remain, 0 for all
 * @param topP the likeliest codes remain that together have this probability, 1 for all
 * @param repetitionPenalty makes codes that already occurred less likely, 1 for none
 * @param speed 1 as spoken, 2 twice as fast
 * @param maxCodes the most codes of a sentence; the model's own limit holds too
 * @param seed the same seed draws the same codes
 */
public record SamplingSettings(
        boolean greedy,
        double temperature,
        int topK,
        double topP,
        double repetitionPenalty,
        double speed,
        int maxCodes,
        long seed) {

    private static final double SLOWEST = 0.05;

    /** Checks the ranges. */
    public SamplingSettings {
        require(temperature > 0 && temperature < 100, "temperature", temperature, "above 0 and below 100");
        require(topK >= 0, "top-k", topK, "0 (all) or more");
        require(topP > 0 && topP <= 1, "top-p", topP, "above 0, at most 1");
        require(repetitionPenalty > 0 && repetitionPenalty < 1000, "repetition penalty", repetitionPenalty, "above 0");
        require(speed > 0 && speed <= 20, "speed", speed, "above 0, at most 20");
        require(maxCodes > 0, "the number of codes", maxCodes, "at least 1");
    }

    /** What the model's config.json says. */
    public static SamplingSettings of(XttsConfig config, long seed) {
        XttsConfig.Voice voice = config.voice();
        return new SamplingSettings(
                false,
                voice.temperature(),
                voice.topK(),
                voice.topP(),
                voice.repetitionPenalty(),
                1,
                config.gpt().maxCodes(),
                seed);
    }

    /** The likeliest code at every step. */
    public static SamplingSettings greedy(double repetitionPenalty) {
        return new SamplingSettings(true, 1, 0, 1, repetitionPenalty, 1, Integer.MAX_VALUE, 0);
    }

    /** The same with another temperature. */
    public SamplingSettings withTemperature(double value) {
        return new SamplingSettings(greedy, value, topK, topP, repetitionPenalty, speed, maxCodes, seed);
    }

    /** The same with another top-k. */
    public SamplingSettings withTopK(int value) {
        return new SamplingSettings(greedy, temperature, value, topP, repetitionPenalty, speed, maxCodes, seed);
    }

    /** The same with another top-p. */
    public SamplingSettings withTopP(double value) {
        return new SamplingSettings(greedy, temperature, topK, value, repetitionPenalty, speed, maxCodes, seed);
    }

    /** The same with another repetition penalty. */
    public SamplingSettings withRepetitionPenalty(double value) {
        return new SamplingSettings(greedy, temperature, topK, topP, value, speed, maxCodes, seed);
    }

    /** The same at another speed. */
    public SamplingSettings withSpeed(double value) {
        return new SamplingSettings(greedy, temperature, topK, topP, repetitionPenalty, value, maxCodes, seed);
    }

    /** The same with another limit. */
    public SamplingSettings withMaxCodes(int value) {
        return new SamplingSettings(greedy, temperature, topK, topP, repetitionPenalty, speed, value, seed);
    }

    /** The same with another seed. */
    public SamplingSettings withSeed(long value) {
        return new SamplingSettings(greedy, temperature, topK, topP, repetitionPenalty, speed, maxCodes, value);
    }

    /** Factor on the duration: {@code 1 / speed}. */
    public double lengthScale() {
        return 1 / Math.max(speed, SLOWEST);
    }

    private static void require(boolean holds, String name, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + range + ", found " + value);
        }
    }
}
