package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.record.ModelLabel;
import hangolo.engine.AdamW;
import hangolo.engine.train.RateSchedule;
import hangolo.engine.train.TrainSettings;

/**
 * What a phase is to do: its configuration, in the engine's terms, and where it started.
 *
 * @param config the configuration
 * @param folder the run folder
 * @param startStep step at which the phase started
 * @param startEpoch epoch at which the phase started
 */
record PhasePlan(PhaseConfig config, RunFolder folder, long startStep, long startEpoch) {
    private static final int NON_FINITE_LIMIT = 3;

    /** The label of this phase's model in the report. */
    String modelLabel() {
        return ModelLabel.ofPhase(config.phase());
    }

    /** The label of the model that this phase started from. */
    String startLabel() {
        boolean base = config.start() instanceof PhaseConfig.Start.BaseModel;
        return base || config.phase() == 1 ? ModelLabel.BASELINE : ModelLabel.ofPhase(config.phase() - 1);
    }

    AdamW optimizer() {
        PhaseConfig.Optimization settings = config.optimization();
        return new AdamW(settings.beta1(), settings.beta2(), settings.epsilon(), settings.weightDecay());
    }

    RateSchedule schedule() {
        PhaseConfig.Optimization settings = config.optimization();
        return new RateSchedule(
                settings.learningRate(),
                settings.lrMilestones(),
                settings.lrGamma(),
                settings.lrMilestoneUnit() == PhaseConfig.MilestoneUnit.EPOCHS
                        ? RateSchedule.Unit.EPOCHS
                        : RateSchedule.Unit.STEPS);
    }

    TrainSettings trainSettings() {
        PhaseConfig.Optimization settings = config.optimization();
        long lastStep = settings.maxSteps().map(steps -> startStep + steps).orElse(Long.MAX_VALUE);
        return new TrainSettings(
                optimizer(),
                schedule(),
                settings.gradAccum(),
                config.coquiCompat().shortGroups() ? TrainSettings.Divisor.ACCUMULATION : TrainSettings.Divisor.GROUP,
                settings.gradClip(),
                NON_FINITE_LIMIT,
                new TrainSettings.End(startEpoch + settings.epochs(), lastStep));
    }

    /** The step at which the phase ends unless a rule or the user stops it earlier. */
    long lastStep(int batchesPerEpoch) {
        long byEpochs = startStep + (long) config.optimization().epochs() * batchesPerEpoch;
        return Math.min(trainSettings().end().step(), byEpochs);
    }
}
