package hangolo.app.config;

import hangolo.app.config.RunConfig.Compat;
import hangolo.app.config.RunConfig.MilestoneUnit;
import hangolo.app.config.RunConfig.Sampling;

/**
 * Everything that {@code COMPAT} decides: where Coqui's trainer has a quirk that changes losses or audio and that is safe to leave
 * out. What each does to the figures: docs/fidelity.md.
 *
 * @param promptMask the last clip of every training batch loses the audio targets from its prompt on (xtts-spec.md 6.5)
 * @param shortGroups the last, shorter group of GRAD_ACCUM is divided by GRAD_ACCUM all the same (7.6)
 * @param split evaluation clips are those of the original's {@code split_dataset} (4.1)
 * @param paddedCodes audio codes are computed with silence behind each clip, up to the longest of its batch (5)
 * @param averages an evaluation's figures are means over batches without the first one (8); the best model is chosen by them
 * @param sampling order of the clips where the run file does not say it (4.2)
 * @param milestoneUnit what LR_MILESTONES count where the run file does not say it (7.6)
 */
public record CoquiCompat(
        boolean promptMask,
        boolean shortGroups,
        boolean split,
        boolean paddedCodes,
        boolean averages,
        Sampling sampling,
        MilestoneUnit milestoneUnit) {

    private static final CoquiCompat NONE =
            new CoquiCompat(false, false, false, false, false, Sampling.EPOCH, MilestoneUnit.STEPS);
    private static final CoquiCompat COQUI =
            new CoquiCompat(true, true, true, true, true, Sampling.COQUI, MilestoneUnit.EPOCHS);

    /** What a value of {@code COMPAT} stands for. */
    public static CoquiCompat of(Compat compat) {
        return compat == Compat.COQUI ? COQUI : NONE;
    }
}
