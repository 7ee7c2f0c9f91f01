package hangolo.engine.cuda;

import hangolo.engine.MemoryMode;
import hangolo.engine.Tensor;
import java.util.function.UnaryOperator;

/**
 * Runs the blocks of a network ({@link hangolo.engine.Ops#checkpointed}). With memory to spare it keeps what the way back reads; with
 * little it keeps only the input, and runs the block once more on the way back, with the same dice (Chen et al. 2016, "Training
 * Deep Nets with Sublinear Memory Cost").
 */
final class CheckpointedBlocks {

    private final Tape tape;
    private boolean inside;

    CheckpointedBlocks(Tape tape) {
        this.tape = tape;
    }

    CudaTensor apply(CudaTensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        if (inside) {
            throw new IllegalStateException("blocks do not nest, and this one is inside another");
        }
        inside = true;
        try {
            return tape.training() && tape.memory() == MemoryMode.LOW
                    ? forget(x, tape.frame().result(rows, columns), body)
                    : keep(x, body);
        } finally {
            inside = false;
        }
    }

    private CudaTensor keep(CudaTensor x, UnaryOperator<Tensor> body) {
        tape.frame().note();
        CudaTensor y = Tape.own(body.apply(x));
        tape.frame().takeBack(y);
        return y;
    }

    private CudaTensor forget(CudaTensor x, CudaTensor y, UnaryOperator<Tensor> body) {
        int dice = tape.nextDice();
        tape.aside(() -> copy(keep(x.twin(), body), y));
        tape.backward(y, () -> again(x, body, dice, y.gradient()));
        return y;
    }

    private void copy(CudaTensor from, CudaTensor to) {
        tape.device().copy(from.address(), to.address(), (long) from.count() * Float.BYTES);
    }

    private void again(CudaTensor x, UnaryOperator<Tensor> body, int dice, CudaTensor gradient) {
        int next = tape.nextDice();
        tape.nextDice(dice);
        CudaTensor twin = x.twin();
        if (x.tracked()) {
            twin.gradient(tape.gradient(x));
        }
        tape.aside(() -> {
            CudaTensor y = keep(twin, body);
            Elementwise.addTo(tape, tape.gradient(y).address(), gradient, 1f);
            tape.rewind();
        });
        tape.nextDice(next);
    }
}
