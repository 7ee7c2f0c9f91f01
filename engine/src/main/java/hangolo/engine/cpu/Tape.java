package hangolo.engine.cpu;

import hangolo.engine.Dice;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** What all kernels of a pass share: memory, threads, and the list of backward steps. */
final class Tape {

    final Workers workers;
    private final Arena arena;
    private final Precision precision;
    private final boolean training;
    private final long seed;
    private final long step;
    private final Gemm single;
    private final Gemm half;
    private final List<Runnable> backward = new ArrayList<>();
    private int operations;

    Tape(Workers workers, Arena arena, Precision precision, boolean training, long seed, long step) {
        this.workers = workers;
        this.precision = precision;
        this.arena = arena;
        this.training = training;
        this.seed = seed;
        this.step = step;
        this.single = new SingleGemm(workers);
        this.half = new HalfGemm(this);
    }

    boolean training() {
        return training;
    }

    /** The dice of the next random operation. */
    Dice dice() {
        return Dice.of(seed, step, operations++);
    }

    /** How products with this weight are made. */
    Gemm gemm(CpuTensor x, CpuTensor weight) {
        return weight.halves().fixed() && !x.halves().fixed() ? half : single;
    }

    /** How attention makes its products: rounded in training only, since the cache of a generation is not. */
    HeadGemm headGemm() {
        return training && precision == Precision.BF16 ? new HalfHeadGemm(this) : new SingleHeadGemm();
    }

    /** A tensor of this pass, not initialised; tracked if one of the inputs is. */
    CpuTensor result(int rows, int columns, CpuTensor... inputs) {
        boolean tracked = false;
        for (CpuTensor input : inputs) {
            tracked |= training && input.tracked();
        }
        return arena.allocate(rows, half.rows(rows), columns, tracked);
    }

    /** Memory for values that the backward step of an operation needs again, not initialised. */
    CpuTensor kept(int rows, int columns) {
        return arena.allocate(rows, rows, columns, false);
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
        CpuTensor tensor = arena.allocate(rows, half.rows(rows), columns, false);
        tensor.page.zero(tensor.offset, tensor.count());
        return tensor;
    }

    /** The gradient of x, to be added to: zero if nothing was added yet. */
    CpuTensor gradient(CpuTensor x) {
        Sum sum = sum(x);
        if (sum.fresh()) {
            sum.tensor().page.zero(sum.tensor().offset, sum.tensor().count());
        }
        return sum.tensor();
    }

    /** The gradient of x, for an operation that adds to all of its values. */
    Sum sum(CpuTensor x) {
        boolean fresh = !x.hasGradient();
        if (x.gradient().isEmpty()) {
            x.gradient(arena.allocate(x.rows(), half.rows(x.rows()), x.columns(), false));
        }
        x.hasGradient(true);
        return new Sum(x.gradient().orElseThrow(), fresh);
    }

    /** Takes the memory of a passing tensor back in training; its values are lost. */
    void usedUp(CpuTensor x) {
        if (x.passing() && x.tracked()) {
            arena.recycle(x, half.rows(x.rows()));
        }
    }

    /** Address of the values of x rounded to bfloat16, in {@link HalfGemm#rows} rows of which those behind the last are zero. */
    long halves(CpuTensor x) {
        if (x.halves() == Halves.NONE) {
            int room = half.rows(x.rows()) + HalfGemm.GRAIN; // attention looks behind the last sequence
            CpuTensor place = arena.allocate(room, room, (x.columns() + 1) / 2, false);
            x.halves(Halves.in(place));
            long bytes = (long) Short.BYTES * x.columns();
            round(x);
            Pointer.memset(new Cursor().at(place.address() + x.rows() * bytes), 0, (room - x.rows()) * bytes);
        } else if (!x.halves().current()) {
            round(x);
        }
        return x.halves().address();
    }

    private void round(CpuTensor x) {
        int count = x.count();
        long to = x.halves().address();
        workers.rows((count + Sweep.GRAIN - 1) / Sweep.GRAIN, Sweep.GRAIN, (first, last, s) -> {
            long start = (long) first * Sweep.GRAIN;
            int length = (int) (Math.min(count, (long) last * Sweep.GRAIN) - start);
            Sweep.TO_HALVES.run(s, length, x.address() + start * Float.BYTES, to + start * Short.BYTES);
        });
        x.halves().current(true);
    }

    /** Notes how to pass the gradient of {@code result} on; it runs only if that gradient exists. */
    void record(CpuTensor result, Runnable step) {
        if (result.tracked()) {
            backward.add(() -> {
                if (result.hasGradient()) {
                    step.run();
                    result.gradient().ifPresent(this::recycle);
                }
            });
        }
    }

    /** Nobody reads the gradient of a result once it has been passed on. */
    private void recycle(CpuTensor gradient) {
        arena.recycle(gradient, half.rows(gradient.rows()));
        gradient.halves().place().ifPresent(place -> arena.recycle(place, place.rows()));
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
