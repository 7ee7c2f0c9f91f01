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
        long step,
        Double melCe,
        Double trainMelCe,
        Double bestMelCe,
        long bestStep,
        long stepsSinceBest,
        int evaluationsSinceBest,
        String bestTier,
        int bestTierRank,
        boolean diverging,
        Double evalChange,
        Double trainChange) {}
