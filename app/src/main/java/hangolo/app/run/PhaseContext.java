package hangolo.app.run;

import hangolo.engine.train.TrainState;

/**
 * A phase that is ready to run, made by {@link PhaseSetup}. Each collaborator gets the part that it needs.
 *
 * @param plan what is to be done
 * @param training what a training step needs
 * @param evaluation what judging the model needs
 * @param checkpoints the weight files
 * @param logs where the phase reports
 * @param trainLog reports every step
 */
record PhaseContext(
        PhasePlan plan,
        TrainingInputs training,
        EvaluationInputs evaluation,
        Checkpoints checkpoints,
        PhaseLogs logs,
        TrainLog trainLog) {

    /**
     * What judging the model needs.
     *
     * @param samples the test sentences
     * @param rules with their memory
     * @param machine what is known about the machine
     */
    record EvaluationInputs(SampleRecorder samples, RuleReloader rules, MachineMonitor machine) {}

    /** What a checkpoint holds beyond weights and moments. */
    RunState runState(TrainState state) {
        return new RunState(
                plan.folder().path().getFileName().toString(),
                plan.config().phase(),
                state,
                plan.startStep(),
                plan.startEpoch(),
                training.data().fingerprint(),
                plan.config().optimization().batchSize(),
                plan.config().optimization().gradAccum(),
                trainLog.melSum(),
                trainLog.melSteps(),
                evaluation.rules().state());
    }
}
