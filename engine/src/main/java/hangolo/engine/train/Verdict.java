package hangolo.engine.train;

import java.util.Optional;

/**
 * What a supervisor wants.
 *
 * @param state the state to go on with: the reviewed one, perhaps with another best value or learning rate
 * @param stop why to end here, or empty to go on
 */
public record Verdict(TrainState state, Optional<Stop> stop) {

    /** Go on. */
    public static Verdict goOn(TrainState state) {
        return new Verdict(state, Optional.empty());
    }

    /** End here. */
    public static Verdict stop(TrainState state, Stop.Reason reason, String text) {
        return new Verdict(state, Optional.of(new Stop(reason, text)));
    }
}
