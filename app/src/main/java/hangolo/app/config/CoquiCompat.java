package hangolo.app.config;

import hangolo.app.config.PhaseConfig.Compat;
import hangolo.app.config.PhaseConfig.MilestoneUnit;
import hangolo.app.config.PhaseConfig.Sampling;

/**
 * What {@code COMPAT} switches: the defects of Coqui's trainer that change losses or audio and need not be reproduced. Their
 * effects are listed in docs/fidelity.md.
 *
 * @param promptMask the last clip of every training batch loses its audio targets from the prompt on (xtts-spec.md 6.5)
 * @param shortGroups the gradients of the last, shorter group of an epoch are divided by GRAD_ACCUM all the same (7.6)
 * @param split evaluation clips are those of Coqui TTS's {@code split_dataset} (4.1)
 * @param paddedCodes audio codes are computed with each clip padded by silence to the longest of its batch (5)
 * @param averages evaluation losses are means over batches without the first one (8), and the best model is chosen by them
 * @param sampling order of the clips if the config file does not give it (4.2)
 * @param milestoneUnit unit of LR_MILESTONES if the config file does not give it (7.6)
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

    /** The switches of a value of {@code COMPAT}. */
    public static CoquiCompat of(Compat compat) {
        return compat == Compat.COQUI ? COQUI : NONE;
    }
}
