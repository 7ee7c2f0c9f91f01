package hangolo.engine.cpu;

import hangolo.engine.Dice;
import hangolo.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What all kernels of a pass share: memory, threads, and the list of backward steps. */
final class Tape {

    final Workers workers;
    private final Arena arena;
    private final boolean training;
    private final long seed;
    private final long step;
    private final List<Runnable> backward = new ArrayList<>();
    private int operations;

    Tape(Workers workers, Arena arena, boolean training, long seed, long step) {
        this.workers = workers;
        this.arena = arena;
        this.training = training;
        this.seed = seed;
        this.step = step;
    }

    boolean training() {
        return training;
    }

    /** The dice of the next random operation. */
    Dice dice() {
        return Dice.of(seed, step, operations++);
    }

    /** A tensor of this pass, not initialised; tracked if one of the inputs is. */
    CpuTensor result(int rows, int columns, CpuTensor... inputs) {
        boolean tracked = false;
        for (CpuTensor input : inputs) {
            tracked |= training && input.tracked();
        }
        return arena.allocate(rows, columns, tracked);
    }

    /** As {@link #result}, for an operation that has no backward step. */
    CpuTensor forwardOnly(String operation, int rows, int columns, CpuTensor... inputs) {
        CpuTensor result = result(rows, columns, inputs);
        if (result.tracked()) {
            throw new IllegalStateException(operation + " has no gradient: use it in an inference pass only");
        }
        return result;
    }

    CpuTensor zeros(int rows, int columns) {
        CpuTensor tensor = arena.allocate(rows, columns, false);
        tensor.page.zero(tensor.offset, tensor.count());
        return tensor;
    }

    /** The gradient of x, to be added to. */
    CpuTensor gradient(CpuTensor x) {
        return x.gradient(this::zeros);
    }

    /** Notes how to pass the gradient of {@code result} on; it runs only if that gradient exists. */
    void record(CpuTensor result, Runnable step) {
        if (result.tracked()) {
            backward.add(() -> {
                if (result.hasGradient()) {
                    step.run();
                }
            });
        }
    }

    void runBackward() {
        for (int i = backward.size() - 1; i >= 0; i--) {
            backward.get(i).run();
        }
        backward.clear();
    }

    long mark() {
        return arena.mark();
    }

    void release(long mark) {
        arena.release(mark);
    }

    /** The tensor as this backend holds it. */
    static CpuTensor of(Tensor tensor) {
        if (tensor instanceof CpuTensor cpu) {
            return cpu;
        }
        throw new IllegalArgumentException(
                "this tensor belongs to another backend: " + tensor.getClass().getSimpleName() + " " + tensor.shape());
    }
}
