package hangolo.rules.view;

/**
 * The end of a phase, to be decided (matrix.csv, notes.csv).
 *
 * @param phase the phase that ended
 * @param judgedBy {@code listener}, {@code estimated} (from Mel CE) or {@code nothing} (no Mel CE either)
 * @param melCe Mel CE of the phase's best model
 * @param textCe its weighted text CE
 * @param textCeKnown whether that is known
 * @param quality its quality out of 10, to one decimal
 * @param evidence as in {@link Candidate}
 * @param fallPer500 fall of Mel CE per 500 steps at the end, as a share
 * @param evaluationsSinceBest evaluations since the best at the end
 * @param stepsSinceBest training steps since the best at the end
 * @param phase1MelCe best Mel CE of phase 1
 * @param melFall phase 1's Mel CE minus this one: above 0 is better
 * @param phase1Quality what a listener gave phase 1
 * @param qualityGain this listener's quality minus phase 1's
 * @param tier tier of the best model
 */
public record Finish(
        int phase,
        String judgedBy,
        Double melCe,
        Double textCe,
        boolean textCeKnown,
        Double quality,
        String evidence,
        Double fallPer500,
        Integer evaluationsSinceBest,
        Long stepsSinceBest,
        Double phase1MelCe,
        Double melFall,
        Double phase1Quality,
        Double qualityGain,
        String tier) {}
