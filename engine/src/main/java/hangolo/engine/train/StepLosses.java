package hangolo.engine.train;

import hangolo.engine.Tensor;
import java.util.List;

/**
 * The losses of one batch, as tensors of the pass.
 *
 * @param total the [1, 1] tensor that is minimised
 * @param named the losses to report, in the order of logs
 */
public record StepLosses(Tensor total, List<Part> named) {

    /** Copies the list. */
    public StepLosses {
        named = List.copyOf(named);
    }

    /**
     * One loss.
     *
     * @param name the name in logs
     * @param value a [1, 1] tensor
     * @param rows how many targets it is a mean of
     */
    public record Part(String name, Tensor value, int rows) {}
}
