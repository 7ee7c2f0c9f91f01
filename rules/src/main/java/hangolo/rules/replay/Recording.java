package hangolo.rules.replay;

import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import java.util.List;
import java.util.Optional;

/**
 * A phase as somebody recorded it, to be judged by any rules ({@link Replay}).
 *
 * @param phase of the chain, 1 or more
 * @param evaluations its evaluations, by growing steps
 * @param heard what a listener gave one of its models
 * @param history the earlier models
 */
public record Recording(int phase, List<Evaluation> evaluations, Optional<Heard> heard, PhaseHistory history) {

    /**
     * An evaluation.
     *
     * @param point its losses
     * @param audio what was measured on the test sentences; empty if nobody measured
     * @param machine the machine then, as far as known
     */
    public record Evaluation(EvaluationPoint point, List<AudioFacts> audio, MachineState machine) {
        /** Copies the list. */
        public Evaluation {
            audio = List.copyOf(audio);
        }

        /** An evaluation of which only the losses are known. */
        public static Evaluation of(EvaluationPoint point) {
            return new Evaluation(point, List.of(), MachineState.unknown());
        }
    }

    /** A listener's scores and the step of the model they were given to. */
    public record Heard(long step, ListenerScores scores) {}

    /** Checks that there is something to judge. */
    public Recording {
        evaluations = List.copyOf(evaluations);
        if (evaluations.isEmpty()) {
            throw new IllegalArgumentException("A recording needs at least one evaluation.");
        }
    }

    /** A phase of which only the losses are known. */
    public static Recording of(int phase, List<EvaluationPoint> points) {
        return new Recording(
                phase, points.stream().map(Evaluation::of).toList(), Optional.empty(), PhaseHistory.unknown());
    }
}
