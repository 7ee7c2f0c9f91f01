package hangolo.engine.tape;

import hangolo.engine.Tensor;
import java.util.function.UnaryOperator;

/**
 * Runs the blocks of a network ({@link hangolo.engine.Ops#checkpointed}): saves their activations, or, with activation
 * checkpointing, discards them and recomputes the block in the backward pass with the same dropout masks (Chen et al. 2016,
 * "Training Deep Nets with Sublinear Memory Cost").
 */
final class CheckpointedBlocks<T extends TapeTensor<T>, M extends TapeMemory<T, M>> {

    private final Tape<T, M> tape;
    private final boolean checkpointing;
    private boolean inside;

    CheckpointedBlocks(Tape<T, M> tape, boolean checkpointing) {
        this.tape = tape;
        this.checkpointing = checkpointing;
    }

    T apply(T x, int rows, int columns, UnaryOperator<Tensor> body) {
        if (inside) {
            throw new IllegalStateException("blocks do not nest, and this one is inside another");
        }
        inside = true;
        try {
            return checkpointing ? discard(x, rows, columns, body) : save(x, body);
        } finally {
            inside = false;
        }
    }

    private T save(T x, UnaryOperator<Tensor> body) {
        return tape.freeTemporaries(x, body);
    }

    private T discard(T x, int rows, int columns, UnaryOperator<Tensor> body) {
        T y = tape.memory().allocate(rows, columns, tape.training());
        int operation = tape.operation();
        tape.inScope(() -> tape.memory().copy(save(x.alias(), body), y));
        tape.record(y, () -> recompute(x, body, operation, tape.gradient(y)));
        return y;
    }

    private void recompute(T x, UnaryOperator<Tensor> body, int operation, T gradient) {
        int next = tape.operation();
        tape.operation(operation);
        T alias = x.alias();
        alias.gradient(tape.gradientMemory(x));
        alias.hasGradient(x.hasGradient());
        tape.inScope(() -> {
            T y = save(alias, body);
            tape.memory().copy(gradient, tape.writtenGradient(y));
            tape.backward();
        });
        x.hasGradient(alias.hasGradient());
        tape.operation(next);
    }
}
