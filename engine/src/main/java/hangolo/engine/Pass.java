package hangolo.engine;

import java.util.function.Supplier;

/**
 * One run through a network: the operations and, in training, the backward pass. Closing it frees its tensors; their memory is
 * reused by the next pass.
 */
public interface Pass extends Ops, AutoCloseable {

    /**
     * Adds {@code scale · ∂loss/∂parameter} to the gradients of all parameters that the loss depends on.
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
     * A weight [in, out] packed for many {@code matmul} with few rows in this pass: where the backend has a faster memory layout, a
     * copy in that layout, which does not see later changes; else the weight itself. Inference only.
     */
    default Tensor packed(Tensor weight) {
        return weight;
    }

    /** Marks the memory in use; {@link #release} frees tensors that are made after it. */
    long mark();

    /** Frees all tensors made since {@link #mark}. Inference only. */
    void release(long mark);

    /** Runs a computation whose result has this shape, and frees all other tensors that it makes. Inference only. */
    default Tensor resultOf(int rows, int columns, Supplier<Tensor> step) {
        Tensor result = buffer(rows, columns);
        long mark = mark();
        put(result, 0, step.get());
        release(mark);
        return result;
    }

    /** Composed of convolution and residual; only the result is kept. */
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
