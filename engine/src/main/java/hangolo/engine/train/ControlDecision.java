package hangolo.engine.train;

import java.util.Optional;

/**
 * What a supervisor wants.
 *
 * @param state the state to go on with: the reviewed one, perhaps with another best value or learning rate
 * @param stop why to end here, or empty to go on
 */
public record ControlDecision(TrainState state, Optional<StopReason> stop) {

    /** Go on. */
    public static ControlDecision goOn(TrainState state) {
        return new ControlDecision(state, Optional.empty());
    }

    /** End here. */
    public static ControlDecision stop(TrainState state, StopReason.Reason reason, String text) {
        return new ControlDecision(state, Optional.of(new StopReason(reason, text)));
    }
}
