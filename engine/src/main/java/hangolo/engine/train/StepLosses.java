package hangolo.engine.train;

import hangolo.engine.Tensor;
import java.util.List;

/**
 * What a network lost on one batch, still as tensors of the pass.
 *
 * @param total the [1, 1] tensor whose gradient is followed
 * @param named the parts worth showing, in the order in which logs show them
 */
public record StepLosses(Tensor total, List<Part> named) {

    /** Copies the list. */
    public StepLosses {
        named = List.copyOf(named);
    }

    /**
     * One figure.
     *
     * @param name the name in logs
     * @param value a [1, 1] tensor
     * @param rows how many targets the figure is a mean of
     */
    public record Part(String name, Tensor value, int rows) {}
}
