package hangolo.engine.tape;

import hangolo.engine.Tensor;
import java.util.Optional;

/**
 * A tensor of an eager backend. A tracked one depends on a parameter, or is one, and gets a gradient on first use.
 *
 * @param <T> the backend's tensor
 */
public abstract class TapeTensor<T extends TapeTensor<T>> implements Tensor {

    private final int rows;
    private final int columns;
    private final boolean tracked;
    private boolean saved;
    private boolean hasGradient;
    private Optional<T> gradient = Optional.empty();

    protected TapeTensor(int rows, int columns, boolean tracked) {
        this.rows = rows;
        this.columns = columns;
        this.tracked = tracked;
    }

    /**
     * A tensor as that of a backend.
     *
     * @throws IllegalArgumentException if it belongs to another backend
     */
    public static <T extends Tensor> T cast(Class<T> type, Tensor tensor) {
        if (type.isInstance(tensor)) {
            return type.cast(tensor);
        }
        throw new IllegalArgumentException(
                "this tensor belongs to another backend: " + tensor.getClass().getSimpleName() + " " + tensor.shape());
    }

    /** The same memory, without a gradient and without what else a pass attaches to a tensor. */
    public abstract T alias();

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final int columns() {
        return columns;
    }

    /** Whether it needs a gradient. */
    public final boolean tracked() {
        return tracked;
    }

    /** Whether the backward pass reads the values. */
    public final boolean saved() {
        return saved;
    }

    /** Saves the values for the backward pass. */
    public final void save() {
        saved = true;
    }

    /** The gradient, if memory is allocated for it. */
    public final Optional<T> gradient() {
        return gradient;
    }

    /** Sets the memory of the gradient. */
    public final void gradient(T memory) {
        gradient = Optional.of(memory);
    }

    /** Whether anything was added to the gradient; if not, its memory is uninitialised. */
    public final boolean hasGradient() {
        return hasGradient;
    }

    /** Sets whether anything was added to the gradient. */
    public final void hasGradient(boolean now) {
        hasGradient = now;
    }

    /** Moves the gradient to another tensor of the same shape that has none. */
    public final void moveGradient(TapeTensor<T> target) {
        target.gradient = gradient;
        target.hasGradient = true;
        gradient = Optional.empty();
        hasGradient = false;
    }
}
