package hangolo.rules.view;

import hangolo.rules.word.Evidence;
import hangolo.rules.word.Label;
import hangolo.rules.word.QualitySource;
import hangolo.rules.word.Recommendation;
import hangolo.rules.word.Tier;

/**
 * A decision whose scenario and next steps are asked for (scenarios.csv, nextsteps.csv, alternatives.csv).
 *
 * @param recommendation a {@link Recommendation}
 * @param label a {@link Label}
 * @param tier a {@link Tier}
 * @param tierRank 0 to 3
 * @param judgedBy as in {@link PhaseEndFacts}
 * @param evidence as in {@link Candidate}
 * @param melCe Mel CE of the phase's best model
 * @param quality its quality out of 10
 */
public record DecisionFacts(
        @FactInfo(title = "Recommendation", words = Recommendation.class)
        String recommendation,

        @FactInfo(title = "Label", words = Label.class) String label,

        @FactInfo(title = "Tier", words = Tier.class) String tier,

        @FactInfo(title = "Tier rank", from = 0, to = 3) int tierRank,

        @FactInfo(title = "Judged by", words = QualitySource.class)
        String judgedBy,

        @FactInfo(title = "Evidence", words = Evidence.class)
        String evidence,

        @FactInfo(title = "Mel CE", from = 0) Double melCe,

        @FactInfo(title = "Quality", from = 0, to = 10, step = 0.1)
        Double quality) {}
