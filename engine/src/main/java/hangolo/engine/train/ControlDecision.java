package hangolo.engine.train;

import java.util.Optional;

/**
 * The decision of a {@link TrainingController} after an update.
 *
 * @param state the state to continue with: the given one, perhaps with another best value or learning rate
 * @param stop why to stop here, or empty to continue
 */
public record ControlDecision(TrainState state, Optional<StopReason> stop) {

    /** Continue. */
    public static ControlDecision proceed(TrainState state) {
        return new ControlDecision(state, Optional.empty());
    }

    /** Stop here. */
    public static ControlDecision stop(TrainState state, StopReason.Kind kind, String text) {
        return new ControlDecision(state, Optional.of(new StopReason(kind, text)));
    }
}
