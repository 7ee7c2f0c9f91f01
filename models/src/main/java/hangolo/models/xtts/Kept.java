package hangolo.models.xtts;

import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import java.util.function.Supplier;

/** Bounds the memory of long inference passes: of a step's tensors only its result stays. */
final class Kept {

    private Kept() {}

    /** Runs a step whose result has this size and frees everything else that it made. */
    static Tensor of(Pass pass, int rows, int columns, Supplier<Tensor> step) {
        Tensor result = pass.buffer(rows, columns);
        long mark = pass.mark();
        pass.put(result, 0, step.get());
        pass.release(mark);
        return result;
    }
}
