package hangolo.engine;

import java.util.function.Supplier;

/**
 * One run through a network: operations, then, in training, the gradients. Closing it frees every tensor it made; the
 * memory itself is kept for the next pass.
 */
public interface Pass extends Ops, AutoCloseable {

    /**
     * Adds {@code scale · ∂loss/∂parameter} to the gradients of the stores that took part.
     *
     * @param loss a [1, 1] tensor of this training pass
     * @param scale weight of this loss, {@code 1 / accumulation steps}
     */
    void backward(Tensor loss, float scale);

    /** The values of a tensor, row by row; a copy. */
    float[] read(Tensor tensor);

    /** The single value of a [1, 1] tensor. */
    default double value(Tensor scalar) {
        return read(scalar)[0];
    }

    /**
     * The same weight [in, out] for many products {@code matmul} with few rows in this pass: where the backend knows a faster
     * order of its values, a copy in that order, which does not see later changes; else the weight itself. Only for
     * inference.
     */
    default Tensor packed(Tensor weight) {
        return weight;
    }

    /** Remembers how much memory is in use; tensors made after it are freed by {@link #release}. */
    long mark();

    /** Frees every tensor made since {@link #mark}. Only for inference. */
    void release(long mark);

    /** Runs a step whose result has this size, and frees everything else that it made. Only for inference. */
    default Tensor resultOf(int rows, int columns, Supplier<Tensor> step) {
        Tensor result = buffer(rows, columns);
        long mark = mark();
        put(result, 0, step.get());
        release(mark);
        return result;
    }

    /** One operation after the other; only the result stays. */
    @Override
    default Tensor residualPair(Tensor x, float slope, Conv1dWeights first, Conv1dWeights second) {
        return resultOf(x.rows(), x.columns(), () -> {
            Tensor between = convolution(x, slope, first);
            return residual(x, convolution(between, slope, second), 0f);
        });
    }

    @Override
    void close();
}
