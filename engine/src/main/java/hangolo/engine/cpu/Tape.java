package hangolo.engine.cpu;

import hangolo.engine.CounterRng;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;

/** What all kernels of a pass share: memory, threads, and the list of backward steps. */
final class Tape {

    final ThreadPool pool;
    private final Precision precision;
    private final boolean training;
    private final long seed;
    private final long step;
    private final Gemm fp32Gemm;
    private final Gemm bf16Gemm;
    private final CheckpointedBlocks blocks;
    private Frame frame;
    private int operations;

    Tape(
            ThreadPool pool,
            Arena arena,
            Optional<Arena> spare,
            Precision precision,
            boolean training,
            long seed,
            long step) {
        this.pool = pool;
        this.precision = precision;
        this.training = training;
        this.seed = seed;
        this.step = step;
        this.fp32Gemm = new Fp32Gemm(pool);
        this.bf16Gemm = new Bf16Gemm(this);
        this.blocks = new CheckpointedBlocks(this, spare);
        this.frame = new Frame(arena);
    }

    boolean training() {
        return training;
    }

    /** The dice of the next random operation. */
    CounterRng nextRng() {
        return CounterRng.of(seed, step, operations++);
    }

    /** How products with this weight are made. */
    Gemm gemm(CpuTensor x, CpuTensor weight) {
        return weight.isBf16() && !x.isBf16() ? bf16Gemm : fp32Gemm;
    }

    /** How attention makes its products: rounded in training only, since the cache of a generation is not. */
    TileAttention attention() {
        return training && precision == Precision.BF16 ? new Bf16Attention(this) : new Fp32Attention();
    }

    /**
     * A tensor of this pass, not initialised; tracked if one of the inputs is. The operation may read the inputs and the result
     * again on the way back.
     */
    CpuTensor result(int rows, int columns, CpuTensor... inputs) {
        CpuTensor result = passing(rows, columns, inputs);
        result.save();
        for (CpuTensor input : inputs) {
            input.save();
        }
        return result;
    }

    /** As {@link #result}, for an operation that says itself which values it reads on the way back. */
    CpuTensor passing(int rows, int columns, CpuTensor... inputs) {
        boolean tracked = false;
        for (CpuTensor input : inputs) {
            tracked |= training && input.tracked();
        }
        CpuTensor result = allocate(rows, columns, tracked);
        frame.passing().add(result);
        return result;
    }

    /** Room for a tensor of this pass. */
    CpuTensor allocate(int rows, int columns, boolean tracked) {
        return frame.arena().allocate(rows, bf16Gemm.rows(rows), columns, tracked);
    }

    /** Memory for values that the backward step of an operation needs again, not initialised. */
    CpuTensor kept(int rows, int columns) {
        return frame.arena().allocate(rows, rows, columns, false);
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
        CpuTensor tensor = allocate(rows, columns, false);
        tensor.block.zero(tensor.offset, tensor.count());
        return tensor;
    }

    /** The gradient of x, to be added to: zero if nothing was added yet. */
    CpuTensor gradient(CpuTensor x) {
        GradientAccumulator sum = sum(x);
        if (sum.fresh()) {
            sum.tensor().block.zero(sum.tensor().offset, sum.tensor().count());
        }
        return sum.tensor();
    }

    /** The gradient of x, for an operation that adds to all of its values. */
    GradientAccumulator sum(CpuTensor x) {
        boolean fresh = !x.hasGradient();
        x.hasGradient(true);
        return new GradientAccumulator(place(x), fresh);
    }

    /** Where the gradient of x lies, or will. */
    CpuTensor place(CpuTensor x) {
        if (x.gradient().isEmpty()) {
            x.gradient(allocate(x.rows(), x.columns(), false));
        }
        return x.gradient().orElseThrow();
    }

    /** A block of a network: see {@link hangolo.engine.Ops#checkpointed}. */
    Tensor checkpointed(CpuTensor x, int rows, int columns, UnaryOperator<Tensor> body) {
        return blocks.apply(x, rows, columns, body);
    }

    /** Begins to note what is made. */
    void note() {
        frame.passing().clear();
    }

    /** Takes back the memory of what was made since {@link #note} and no step of the way back reads, but for the result. */
    void takeBack(CpuTensor result) {
        for (CpuTensor tensor : frame.passing()) {
            if (training && tensor != result && !tensor.saved()) {
                frame.arena().recycle(tensor, bf16Gemm.rows(tensor.rows()));
            }
        }
        frame.passing().clear();
    }

    /** Runs a part of the pass in other memory, which is taken back at its end, and with steps back of its own. */
    void aside(Arena other, Runnable part) {
        Frame outer = frame;
        try (Frame inner = new Frame(other)) {
            frame = inner;
            part.run();
        } finally {
            frame = outer;
        }
    }

    /** Copies all values. */
    void copy(CpuTensor from, CpuTensor to) {
        pool.rows(from.rows(), from.columns(), (first, last, s) -> {
            float[] row = s.row(0, from.columns());
            for (int i = first; i < last; i++) {
                from.row(i, row);
                to.setRow(i, row);
            }
        });
    }

    /** The number of the next random operation. */
    int nextDice() {
        return operations;
    }

    /** Goes on with the random operation of that number. */
    void nextDice(int number) {
        operations = number;
    }

    /** Address of the values of x rounded to bfloat16, in {@link Bf16Gemm#rows} rows of which those behind the last are zero. */
    long bf16(CpuTensor x) {
        if (x.bf16() == Bf16Copy.NONE) {
            int room = bf16Gemm.rows(x.rows()) + Bf16Gemm.GRAIN; // attention looks behind the last sequence
            CpuTensor place = kept(room, (x.columns() + 1) / 2);
            x.bf16(Bf16Copy.in(place));
            if (x.isBf16()) {
                frame.rounded(x);
            }
            long bytes = (long) Short.BYTES * x.columns();
            round(x);
            Pointer.memset(new ReusablePointer().at(place.address() + x.rows() * bytes), 0, (room - x.rows()) * bytes);
        } else if (!x.bf16().current()) {
            round(x);
        }
        return x.bf16().address();
    }

    /** In inference a parameter stays rounded for one product only, if that takes memory of the pass. */
    void usedUp(CpuTensor parameter) {
        if (!training && parameter.isBf16()) {
            parameter.bf16().place().ifPresent(place -> {
                frame.arena().recycle(place, place.rows());
                parameter.bf16(Bf16Copy.NONE);
            });
        }
    }

    private void round(CpuTensor x) {
        int count = x.count();
        long to = x.bf16().address();
        pool.rows(
                (count + EltwisePrimitive.GRAIN - 1) / EltwisePrimitive.GRAIN,
                EltwisePrimitive.GRAIN,
                (first, last, s) -> {
                    long start = (long) first * EltwisePrimitive.GRAIN;
                    int length = (int) (Math.min(count, (long) last * EltwisePrimitive.GRAIN) - start);
                    EltwisePrimitive.TO_BF16.run(
                            s, length, x.address() + start * Float.BYTES, to + start * Short.BYTES);
                });
        x.bf16().current(true);
    }

    /** Notes how to pass the gradient of {@code result} on; it runs only if that gradient exists. */
    void record(CpuTensor result, Runnable step) {
        if (result.tracked()) {
            frame.backward().add(() -> {
                if (result.hasGradient()) {
                    step.run();
                    result.gradient().ifPresent(this::recycle);
                }
            });
        }
    }

    /** Nobody reads the gradient of a result once it has been passed on. */
    private void recycle(CpuTensor gradient) {
        frame.arena().recycle(gradient, bf16Gemm.rows(gradient.rows()));
        gradient.bf16().place().ifPresent(place -> frame.arena().recycle(place, place.rows()));
    }

    void runBackward() {
        List<Runnable> steps = frame.backward();
        for (int i = steps.size() - 1; i >= 0; i--) {
            steps.get(i).run();
        }
        steps.clear();
    }

    long mark() {
        return frame.arena().mark();
    }

    void release(long mark) {
        frame.arena().release(mark);
    }

    void close() {
        frame.close();
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
