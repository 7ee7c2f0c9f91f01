package hangolo.rules.view;

import hangolo.rules.word.Tier;

/**
 * What a phase has reached at an evaluation (stop.drl).
 *
 * @param step global training step
 * @param melCe Mel CE of this evaluation
 * @param trainMelCe training loss since the last evaluation
 * @param bestMelCe lowest Mel CE of the phase
 * @param bestStep its step
 * @param stepsSinceBest training steps since the best
 * @param evaluationsSinceBest evaluations since the best
 * @param bestTier {@link Tier} of the best model
 * @param bestTierRank 0 none, 1 minimum, 2 target, 3 exceptional
 * @param diverging whether a rule called the evaluation loss diverging at this evaluation
 * @param evalChange change of Mel CE across the window, as a share
 * @param trainChange change of the training loss across the window, as a share
 */
public record BestModelFacts(
        @FactInfo(title = "Step", from = 0) long step,
        @FactInfo(title = "Mel CE", from = 0) Double melCe,
        @FactInfo(title = "Training loss", from = 0) Double trainMelCe,
        @FactInfo(title = "Best Mel CE", from = 0) Double bestMelCe,
        @FactInfo(title = "Best step", from = -1) long bestStep,

        @FactInfo(title = "Steps since best", from = 0) long stepsSinceBest,

        @FactInfo(title = "Evaluations since best", from = 0)
        int evaluationsSinceBest,

        @FactInfo(title = "Tier of the best model", words = Tier.class)
        String bestTier,

        @FactInfo(title = "Tier rank of the best model", from = 0, to = 3)
        int bestTierRank,

        @FactInfo(title = "Diverging") boolean diverging,

        @FactInfo(title = "Change of Mel CE", unit = "share")
        Double evalChange,

        @FactInfo(title = "Change of the training loss", unit = "share")
        Double trainChange) {}
