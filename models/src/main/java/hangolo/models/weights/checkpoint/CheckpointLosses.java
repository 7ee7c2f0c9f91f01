package hangolo.models.weights.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The losses that a checkpoint remembers for the search of the best model.
 *
 * @param train the training loss, if known
 * @param eval the evaluation loss, if known (never in a checkpoint from the middle of an epoch)
 */
public record CheckpointLosses(OptionalDouble train, OptionalDouble eval) {

    /** No loss is known. */
    public static CheckpointLosses none() {
        return new CheckpointLosses(OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Reads {@code model_loss}: a dict, or one number in old files, or nothing. */
    static CheckpointLosses of(Object stored) {
        if (stored instanceof Map<?, ?> map) {
            return new CheckpointLosses(number(map.get("train_loss")), number(map.get("eval_loss")));
        }
        return new CheckpointLosses(OptionalDouble.empty(), number(stored));
    }

    private static OptionalDouble number(Object value) {
        return value instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("train_loss", train.isPresent() ? train.getAsDouble() : null);
        map.put("eval_loss", eval.isPresent() ? eval.getAsDouble() : null);
        return map;
    }
}
