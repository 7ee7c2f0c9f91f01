package hangolo.models.xtts.synthesis;

/**
 * The scores of one step after each processor, one applied on top of the other (xtts-spec.md 9.3).
 *
 * @param penalised after the repetition penalty
 * @param heated after the temperature
 * @param topK after top-k; removed codes have -∞
 * @param topP after top-p
 * @param probabilities what is drawn from
 */
public record SamplingTrace(float[] penalised, float[] heated, float[] topK, float[] topP, float[] probabilities) {

    /**
     * Processes the scores of one step.
     *
     * @param logits raw scores of all codes
     * @param history the codes before this step
     * @param start the start token, which counts as seen, as does code 1
     */
    public static SamplingTrace of(float[] logits, int[] history, int start, SamplingSettings settings) {
        Sampler sampler = new Sampler(settings, logits.length, start);
        sampler.see(history);
        float[] penalised = logits.clone();
        sampler.penalise(penalised);
        float[] heated = penalised.clone();
        Sampler.heat(heated, settings.temperature());
        float[] topK = heated.clone();
        Sampler.keepTopK(topK, settings.topK());
        float[] topP = topK.clone();
        Sampler.keepTopP(topP, settings.topP());
        double[] exact = Sampler.probabilities(topP);
        float[] probabilities = new float[exact.length];
        for (int i = 0; i < exact.length; i++) {
            probabilities[i] = (float) exact[i];
        }
        return new SamplingTrace(penalised, heated, topK, topP, probabilities);
    }
}
