package hangolo.rules.view;

/**
 * An evaluation point during training with its history (training.csv, stop.drl).
 *
 * @param phase 1 or more
 * @param step global training step
 * @param epoch epoch of the phase
 * @param finite false if a loss came out NaN or infinite
 * @param melCe Mel CE of this evaluation
 * @param textCe weighted text CE of this evaluation
 * @param textCeRaw raw text CE of this evaluation
 * @param trainMelCe training loss of the audio codes since the last evaluation
 * @param startMelCe Mel CE at the phase's start
 * @param startTextCe weighted text CE at the phase's start
 * @param bestMelCe lowest Mel CE of the phase
 * @param bestStep its step
 * @param stepsSinceBest training steps since the best
 * @param evaluationsSinceBest evaluations since the best, 0 if this is it
 * @param evaluations evaluations of the phase so far
 * @param aboveBest how far Mel CE is above the best, as a share
 * @param aboveStart how far Mel CE is above the start, as a share
 * @param smoothedMelCe moving average of Mel CE
 * @param smoothedRising whether the average rose
 * @param evalChange change of Mel CE across the window, as a share
 * @param trainChange change of the training loss across the window, as a share
 * @param sentences test sentences measured at this evaluation
 * @param degradedSentences those with at least one symptom
 * @param degradedShare the second divided by the first
 * @param degradedChecks measured evaluations in a row in which the audio counted as degraded
 * @param gpuUsePercent use of the GPU, 0 to 100
 * @param diskSpareGb free disk space minus what is needed, GB
 */
public record EvaluationFacts(
        @FactInfo(title = "Phase", from = 1) int phase,
        @FactInfo(title = "Step", from = 0) long step,
        @FactInfo(title = "Epoch", from = 0) int epoch,
        @FactInfo(title = "Finite") boolean finite,
        @FactInfo(title = "Mel CE", from = 0) Double melCe,
        @FactInfo(title = "Text CE", from = 0) Double textCe,
        @FactInfo(title = "Raw text CE", from = 0) Double textCeRaw,
        @FactInfo(title = "Training loss", from = 0) Double trainMelCe,
        @FactInfo(title = "Mel CE at start", from = 0) Double startMelCe,
        @FactInfo(title = "Text CE at start", from = 0) Double startTextCe,
        @FactInfo(title = "Best Mel CE", from = 0) Double bestMelCe,
        @FactInfo(title = "Best step", from = -1) long bestStep,

        @FactInfo(title = "Steps since best", from = 0) long stepsSinceBest,

        @FactInfo(title = "Evaluations since best", from = 0)
        int evaluationsSinceBest,

        @FactInfo(title = "Evaluations", from = 1) int evaluations,

        @FactInfo(title = "Above best", unit = "share", from = 0)
        Double aboveBest,

        @FactInfo(title = "Above start", unit = "share", from = -1)
        Double aboveStart,

        @FactInfo(title = "Moving average of Mel CE", from = 0)
        Double smoothedMelCe,

        @FactInfo(title = "Average rising") boolean smoothedRising,

        @FactInfo(title = "Change of Mel CE", unit = "share")
        Double evalChange,

        @FactInfo(title = "Change of the training loss", unit = "share")
        Double trainChange,

        @FactInfo(title = "Sentences", from = 0) int sentences,

        @FactInfo(title = "Sentences with symptoms", from = 0)
        int degradedSentences,

        @FactInfo(title = "Share of sentences with symptoms", unit = "share", from = 0, to = 1)
        double degradedShare,

        @FactInfo(title = "Evaluations with degraded audio", from = 0)
        int degradedChecks,

        @FactInfo(title = "GPU use", unit = "%", from = 0, to = 100)
        Double gpuUsePercent,

        @FactInfo(title = "Disk spare", unit = "GB", step = 0.001)
        Double diskSpareGb) {}
