package hangolo.engine.cpu;

import hangolo.engine.Tensor;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Runs the blocks of a network ({@link hangolo.engine.Ops#checkpointed}). With memory to spare it keeps what the way back reads; with
 * little it keeps only the input, and runs the block once more on the way back, with the same dice (Chen et al. 2016, "Training
 * Deep Nets with Sublinear Memory Cost").
 */
final class CheckpointedBlocks {

    private final Tape tape;
    private final Optional<Arena> aside;
    private boolean inside;

    /**
     * Blocks of a pass.
     *
     * @param aside memory of a single block, if blocks are to be run once more
     */
    CheckpointedBlocks(Tape tape, Optional<Arena> aside) {
        this.tape = tape;
        this.aside = aside;
    }

    CpuTensor apply(CpuTensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        if (inside) {
            throw new IllegalStateException("blocks do not nest, and this one is inside another");
        }
        inside = true;
        try {
            return aside.map(arena -> forget(x, tape.allocate(rows, columns, tape.training()), body, arena))
                    .orElseGet(() -> keep(x, body));
        } finally {
            inside = false;
        }
    }

    private CpuTensor keep(CpuTensor x, UnaryOperator<Tensor> body) {
        tape.note();
        CpuTensor y = Tape.of(body.apply(x));
        tape.takeBack(y);
        return y;
    }

    private CpuTensor forget(CpuTensor x, CpuTensor y, UnaryOperator<Tensor> body, Arena arena) {
        int dice = tape.nextDice();
        y.save();
        tape.aside(arena, () -> tape.copy(keep(twin(x), body), y));
        tape.record(y, () -> again(x, body, arena, dice, tape.gradient(y)));
        return y;
    }

    private void again(CpuTensor x, UnaryOperator<Tensor> body, Arena arena, int dice, CpuTensor gradient) {
        int next = tape.nextDice();
        tape.nextDice(dice);
        CpuTensor twin = twin(x);
        twin.gradient(tape.place(x));
        twin.hasGradient(x.hasGradient());
        tape.aside(arena, () -> {
            CpuTensor y = keep(twin, body);
            tape.copy(gradient, tape.sum(y).tensor());
            tape.runBackward();
        });
        x.hasGradient(twin.hasGradient());
        tape.nextDice(next);
    }

    /** The same values, without what else the memory of the pass holds for x. */
    private static CpuTensor twin(CpuTensor x) {
        return new CpuTensor(x.block, x.offset, x.rows(), x.columns(), x.tracked());
    }
}
