package hangolo.rules.facts;

import java.util.OptionalDouble;

/**
 * Where a phase stands after an evaluation, seen over its history.
 *
 * @param evaluations evaluations of this phase so far, this one included
 * @param startMelCe Mel CE at the phase's start
 * @param startTextCe weighted text CE at the phase's start
 * @param bestMelCe lowest Mel CE of the phase so far, at six significant digits; equal values are no improvement
 * @param bestStep step of the first evaluation with that value
 * @param stepsSinceBest training steps since then; 0 if this evaluation is the best
 * @param evaluationsSinceBest evaluations since then
 * @param smoothedMelCe exponential moving average of Mel CE
 * @param smoothedRising whether that average rose at this evaluation
 * @param evalChange change of Mel CE across the window by a straight-line fit, as a share of its mean there (0.01 = rose
 *     by 1 %); empty until the window is full
 * @param trainChange the same for the training loss
 * @param fallPer500Steps the fall of Mel CE across the window, scaled to 500 steps, as a share (0.02 = falls by 2 %)
 */
public record Trend(
        int evaluations,
        OptionalDouble startMelCe,
        OptionalDouble startTextCe,
        OptionalDouble bestMelCe,
        long bestStep,
        long stepsSinceBest,
        int evaluationsSinceBest,
        OptionalDouble smoothedMelCe,
        boolean smoothedRising,
        OptionalDouble evalChange,
        OptionalDouble trainChange,
        OptionalDouble fallPer500Steps) {

    /** The same trend with another fall per 500 steps. */
    public Trend falling(double per500Steps) {
        return new Trend(
                evaluations,
                startMelCe,
                startTextCe,
                bestMelCe,
                bestStep,
                stepsSinceBest,
                evaluationsSinceBest,
                smoothedMelCe,
                smoothedRising,
                evalChange,
                trainChange,
                OptionalDouble.of(per500Steps));
    }
}
