package hangolo.rules.view;

import hangolo.rules.word.Evidence;
import hangolo.rules.word.QualitySource;
import hangolo.rules.word.Tier;

/**
 * The end of a phase, to be decided (matrix.csv, notes.csv).
 *
 * @param phase the phase that ended
 * @param judgedBy a {@link QualitySource}
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
 * @param tier {@link Tier} of the best model
 */
public record PhaseEndFacts(
        @FactInfo(title = "Phase", from = 1) int phase,

        @FactInfo(title = "Judged by", words = QualitySource.class)
        String judgedBy,

        @FactInfo(title = "Mel CE", from = 0) Double melCe,
        @FactInfo(title = "Text CE", from = 0) Double textCe,
        @FactInfo(title = "Text CE known") boolean textCeKnown,

        @FactInfo(title = "Quality", from = 0, to = 10, step = 0.1)
        Double quality,

        @FactInfo(title = "Evidence", words = Evidence.class)
        String evidence,

        @FactInfo(title = "Fall per 500 steps", unit = "share")
        Double fallPer500,

        @FactInfo(title = "Evaluations since best", from = 0)
        Integer evaluationsSinceBest,

        @FactInfo(title = "Steps since best", from = 0) Long stepsSinceBest,

        @FactInfo(title = "Mel CE of phase 1", from = 0) Double phase1MelCe,
        @FactInfo(title = "Mel CE fallen against phase 1") Double melFall,

        @FactInfo(title = "Quality of phase 1", from = 0, to = 10, step = 0.1)
        Double phase1Quality,

        @FactInfo(title = "Heard gain over phase 1", from = -10, to = 10, step = 0.1)
        Double qualityGain,

        @FactInfo(title = "Tier", words = Tier.class) String tier) {}
