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
public record Progress(
        int phase,
        long step,
        int epoch,
        boolean finite,
        Double melCe,
        Double textCe,
        Double textCeRaw,
        Double trainMelCe,
        Double startMelCe,
        Double startTextCe,
        Double bestMelCe,
        long bestStep,
        long stepsSinceBest,
        int evaluationsSinceBest,
        int evaluations,
        Double aboveBest,
        Double aboveStart,
        Double smoothedMelCe,
        boolean smoothedRising,
        Double evalChange,
        Double trainChange,
        int sentences,
        int degradedSentences,
        double degradedShare,
        int degradedChecks,
        Double gpuUsePercent,
        Double diskSpareGb) {}
