package hangolo.rules.facts;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an earlier phase ended with.
 *
 * @param melCe its best Mel CE, unweighted
 * @param textCeWeighted the weighted text CE at that step
 * @param scores what a listener gave its samples
 */
public record PhaseResult(OptionalDouble melCe, OptionalDouble textCeWeighted, Optional<ListenerScores> scores) {

    /** A result with both losses that nobody listened to. */
    public static PhaseResult of(double melCe, double textCeWeighted) {
        return new PhaseResult(OptionalDouble.of(melCe), OptionalDouble.of(textCeWeighted), Optional.empty());
    }

    /** The same result with a listener's scores. */
    public PhaseResult heardAs(ListenerScores given) {
        return new PhaseResult(melCe, textCeWeighted, Optional.of(given));
    }
}
