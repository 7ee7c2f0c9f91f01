package hangolo.rules.facts;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a run is, for the checklists during and after training. Everything may be unknown.
 *
 * @param melCe the latest (during) or best (after) Mel CE
 * @param textCeWeighted the weighted text CE that belongs to it
 * @param stepsBetweenEvaluations training steps between two evaluations
 * @param samplesExist the model in question has synthesized the test sentences
 * @param samplesHeard a person has listened to them
 * @param comparedWithPhase1 samples of phase 1 were put beside them
 * @param decided a decision was made
 */
public record RunProgress(
        OptionalDouble melCe,
        OptionalDouble textCeWeighted,
        OptionalDouble stepsBetweenEvaluations,
        Optional<Boolean> samplesExist,
        Optional<Boolean> samplesHeard,
        Optional<Boolean> comparedWithPhase1,
        Optional<Boolean> decided) {

    /** Nothing is known. */
    public static RunProgress unknown() {
        OptionalDouble noNumber = OptionalDouble.empty();
        Optional<Boolean> none = Optional.empty();
        return new RunProgress(noNumber, noNumber, noNumber, none, none, none, none);
    }

    /** The same run with its losses and the distance of its evaluations in steps. */
    public RunProgress withLosses(OptionalDouble mel, OptionalDouble text, OptionalDouble everySteps) {
        return new RunProgress(mel, text, everySteps, samplesExist, samplesHeard, comparedWithPhase1, decided);
    }

    /** The same run, knowing what became of its test sentences. */
    public RunProgress withSamples(boolean exist, boolean heard, boolean compared) {
        return new RunProgress(
                melCe,
                textCeWeighted,
                stepsBetweenEvaluations,
                Optional.of(exist),
                Optional.of(heard),
                Optional.of(compared),
                decided);
    }

    /** The same run, knowing whether a decision was made. */
    public RunProgress withDecided(boolean made) {
        return new RunProgress(
                melCe,
                textCeWeighted,
                stepsBetweenEvaluations,
                samplesExist,
                samplesHeard,
                comparedWithPhase1,
                Optional.of(made));
    }
}
