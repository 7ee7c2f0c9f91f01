package hangolo.rules.view;

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
 * @param bestTier tier of the best model
 * @param bestTierRank 0 none, 1 minimum, 2 target, 3 exceptional
 * @param diverging whether a rule called the evaluation loss diverging at this evaluation
 * @param evalChange change of Mel CE across the window, as a share
 * @param trainChange change of the training loss across the window, as a share
 */
public record Standing(
        @About(title = "Step", from = 0) long step,
        @About(title = "Mel CE", from = 0) Double melCe,
        @About(title = "Training loss", from = 0) Double trainMelCe,
        @About(title = "Best Mel CE", from = 0) Double bestMelCe,
        @About(title = "Best step", from = -1) long bestStep,

        @About(title = "Steps since best", from = 0) long stepsSinceBest,

        @About(title = "Evaluations since best", from = 0) int evaluationsSinceBest,

        @About(
                title = "Tier of the best model",
                words = {"none", "minimum", "target", "exceptional"})
        String bestTier,

        @About(title = "Tier rank of the best model", from = 0, to = 3)
        int bestTierRank,

        @About(title = "Diverging") boolean diverging,
        @About(title = "Change of Mel CE", unit = "share") Double evalChange,

        @About(title = "Change of the training loss", unit = "share")
        Double trainChange) {}
