package hangolo.engine.tape;

import hangolo.engine.CounterRng;
import hangolo.engine.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One pass of an eager backend: operations record their backward steps, which run in reverse order.
 *
 * @param <T> the backend's tensor
 * @param <M> the backend's memory
 */
public abstract class Tape<T extends TapeTensor<T>, M extends TapeMemory<T, M>> {

    /**
     * The purpose of a pass.
     *
     * @param training whether it has a backward pass
     * @param checkpointing whether blocks are recomputed instead of saved
     * @param seed of dropout
     * @param step of dropout
     */
    public record Mode(boolean training, boolean checkpointing, long seed, long step) {

        /** Without a backward pass. */
        public static final Mode INFERENCE = new Mode(false, false, 0, 0);
    }

    /** A part of the pass with memory and backward steps of its own; temporaries are the tracked results of operations. */
    private record Scope<T, M>(M memory, Deque<Runnable> steps, Set<T> temporaries) {
        Scope(M memory) {
            this(memory, new ArrayDeque<>(), new LinkedHashSet<>());
        }
    }

    private final Mode mode;
    private final Function<Tensor, T> cast;
    private final CheckpointedBlocks<T, M> blocks;
    private Scope<T, M> scope;
    private int operations;

    /**
     * An empty tape.
     *
     * @param cast a tensor as the backend's own; fails on that of another backend
     */
    protected Tape(Mode mode, M memory, Function<Tensor, T> cast) {
        this.mode = mode;
        this.cast = cast;
        this.scope = new Scope<>(memory);
        this.blocks = new CheckpointedBlocks<>(this, mode.checkpointing());
    }

    /** Whether the pass has a backward pass. */
    public final boolean training() {
        return mode.training;
    }

    /** The memory of the current scope. */
    protected final M memory() {
        return scope.memory;
    }

    /** The generator of the next random operation. */
    public final CounterRng nextRng() {
        return CounterRng.of(mode.seed, mode.step, operations++);
    }

    /** The index of the next random operation. */
    int operation() {
        return operations;
    }

    /** Continues with the random operation of that index. */
    void operation(int index) {
        operations = index;
    }

    /**
     * The uninitialised result of an operation; tracked if one of the inputs is. The operation saves what its backward step reads
     * ({@link TapeTensor#save}).
     */
    @SafeVarargs
    public final T result(int rows, int columns, T... inputs) {
        boolean tracked = false;
        for (T input : inputs) {
            tracked |= mode.training && input.tracked();
        }
        T result = memory().allocate(rows, columns, tracked);
        if (tracked) {
            scope.temporaries.add(result);
        }
        return result;
    }

    /** As {@link #result}, for an operation without a gradient. */
    @SafeVarargs
    public final T forwardOnly(String operation, int rows, int columns, T... inputs) {
        T result = result(rows, columns, inputs);
        if (result.tracked()) {
            throw new IllegalStateException(operation + " has no gradient: use it in an inference pass only");
        }
        return result;
    }

    /** A tensor of zeros, without a gradient. */
    public final T zeros(int rows, int columns) {
        T tensor = memory().allocate(rows, columns, false);
        memory().zero(tensor);
        return tensor;
    }

    /** The gradient of x, to be added to: zero if nothing was added yet. */
    public final T gradient(T x) {
        boolean fresh = !x.hasGradient();
        T gradient = writtenGradient(x);
        if (fresh) {
            memory().zero(gradient);
        }
        return gradient;
    }

    /** The gradient of x, for an operation that writes all of it if it was fresh ({@link TapeTensor#hasGradient}). */
    protected final T writtenGradient(T x) {
        x.hasGradient(true);
        return gradientMemory(x);
    }

    /** The memory of the gradient of x, whether or not anything was added to it. */
    final T gradientMemory(T x) {
        if (x.gradient().isEmpty()) {
            x.gradient(memory().allocate(x.rows(), x.columns(), false));
        }
        return x.gradient().orElseThrow();
    }

    /** Records the backward step of an operation. It runs only if the result has a gradient, which is recycled afterwards. */
    public final void record(T result, Runnable step) {
        if (result.tracked()) {
            scope.steps.push(() -> {
                if (result.hasGradient()) {
                    step.run();
                    result.gradient().ifPresent(memory()::recycle);
                }
            });
        }
    }

    /** Runs the backward steps of this scope. */
    public final void backward() {
        while (!scope.steps.isEmpty()) {
            scope.steps.pop().run();
        }
    }

    /** A block of a network: see {@link hangolo.engine.Ops#checkpointed}. */
    public final T checkpointed(T x, int rows, int columns, UnaryOperator<Tensor> body) {
        return blocks.apply(x, rows, columns, body);
    }

    /** Runs a block, and recycles everything that neither the backward pass nor the caller reads. */
    T freeTemporaries(T x, UnaryOperator<Tensor> body) {
        scope.temporaries.clear();
        T y = cast.apply(body.apply(x));
        scope.temporaries.remove(y);
        scope.temporaries.forEach(memory()::recycleTemporary);
        scope.temporaries.clear();
        return y;
    }

    /** Recycles a temporary that neither an operation nor the backward pass reads again. */
    public final void free(T x) {
        if (scope.temporaries.remove(x)) {
            memory().recycle(x);
        }
    }

    /** Runs a part of the pass with memory and backward steps of its own, and frees them. */
    void inScope(Runnable part) {
        Scope<T, M> outer = scope;
        try (M inner = memory().scope()) {
            scope = new Scope<>(inner);
            part.run();
        } finally {
            scope = outer;
        }
    }

    /** As {@link hangolo.engine.Pass#mark}. */
    public final long mark() {
        return memory().mark();
    }

    /** As {@link hangolo.engine.Pass#release}. */
    public final void release(long mark) {
        if (mode.training) {
            throw new IllegalStateException(
                    "release is for inference: a training pass needs its tensors in the backward pass");
        }
        memory().release(mark);
    }

    /** Frees all tensors of the pass. */
    public final void close() {
        memory().close();
    }
}
