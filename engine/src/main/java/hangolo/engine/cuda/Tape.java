package hangolo.engine.cuda;

import hangolo.engine.CounterRng;
import hangolo.engine.MemoryMode;
import hangolo.engine.PackedSequences;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import java.util.Arrays;
import java.util.Deque;

/** One pass on the card: its memory, and the backward steps in reverse. */
final class Tape {

    /**
     * What a pass is for.
     *
     * @param training whether it goes backwards
     * @param activations what attention and GELU take; 32-bit numbers but in training, since the cache of a generation holds
     *     them
     * @param memory how much of it may be taken
     * @param seed of the dice
     * @param step of the dice
     */
    record Mode(boolean training, Precision activations, MemoryMode memory, long seed, long step) {

        /** Forward only, attention in 32-bit numbers. */
        static final Mode INFERENCE = new Mode(false, Precision.FP32, MemoryMode.NORMAL, 0, 0);
    }

    private final Device device;
    private final Arena arena;
    private final Mode mode;
    private Frame frame;
    private int thrown;

    Tape(Device device, Arena arena, Mode mode) {
        this.device = device;
        this.arena = arena;
        this.mode = mode;
        this.frame = new Frame(arena);
    }

    Device device() {
        return device;
    }

    boolean training() {
        return mode.training;
    }

    /** What attention and GELU take. */
    Precision activations() {
        return mode.activations;
    }

    MemoryMode memory() {
        return mode.memory;
    }

    Frame frame() {
        return frame;
    }

    /** The number of the next random operation. */
    int nextDice() {
        return thrown;
    }

    /** Goes on with the random operation of that number. */
    void nextDice(int number) {
        thrown = number;
    }

    /** The dice of the next random operation. */
    CounterRng nextRng() {
        return CounterRng.of(mode.seed, mode.step, thrown++);
    }

    /** The tensor as this backend holds it. */
    static CudaTensor own(Tensor tensor) {
        if (!(tensor instanceof CudaTensor)) {
            throw new IllegalArgumentException("expected a tensor of the cuda backend, found "
                    + tensor.getClass().getSimpleName() + " " + tensor.shape());
        }
        return (CudaTensor) tensor;
    }

    /**
     * A new tensor that holds anything; gradients flow into it if they flow into one of the inputs. An operation that reads
     * values again on the way back says so ({@link CudaTensor#keep}).
     */
    CudaTensor tensor(int rows, int columns, CudaTensor... inputs) {
        boolean tracked = mode.training && Arrays.stream(inputs).anyMatch(CudaTensor::tracked);
        return tracked
                ? frame.result(rows, columns)
                : new CudaTensor(floats((long) rows * columns), rows, columns, false);
    }

    /** Computes values of a tensor, and the rounded ones; where an address is {@link CudaTensor#NONE}, not those. */
    interface Computation {

        /** Starts the kernel. */
        void write(long values, long rounded);
    }

    /**
     * A new tensor, computed at once. In training with bf16 it is rounded in the same kernel, for products, and rounded values
     * that were given back are computed again when the way back needs them.
     */
    CudaTensor factor(int rows, int columns, Computation computation, CudaTensor... inputs) {
        CudaTensor y = tensor(rows, columns, inputs);
        if (y.tracked() && mode.activations == Precision.BF16) {
            y.recompute(half -> computation.write(CudaTensor.NONE, half));
            y.bf16(frame.halves(y.count()));
        }
        computation.write(y.address(), y.bf16());
        return y;
    }

    /** Says that no operation will read the values of x again, forwards or backwards. */
    void usedUp(CudaTensor x) {
        frame.usedUp(x);
    }

    /** As {@link #tensor}, for an operation that cannot go backwards. */
    CudaTensor onlyForward(String operation, int rows, int columns, CudaTensor... inputs) {
        CudaTensor tensor = tensor(rows, columns, inputs);
        if (!tensor.tracked()) {
            return tensor;
        }
        throw new IllegalStateException(operation + " has no gradient: use it in an inference pass only");
    }

    CudaTensor zeros(int rows, int columns) {
        CudaTensor tensor = tensor(rows, columns);
        device.fill(tensor.address(), tensor.count(), 0f);
        return tensor;
    }

    /** Allocates uninitialised memory. */
    long take(long bytes) {
        return arena.allocate(bytes);
    }

    long floats(long count) {
        return take(count * Float.BYTES);
    }

    /** Numbers of the host, such as rows to gather. */
    long upload(int[] values) {
        long address = arena.allocate((long) values.length * Integer.BYTES);
        device.upload(address, values);
        return address;
    }

    long upload(float[] values) {
        long address = floats(values.length);
        device.upload(address, values, values.length);
        return address;
    }

    /** Where each sequence begins, and where the last one ends. */
    long bounds(PackedSequences sequences) {
        return frame.bounds().computeIfAbsent(sequences, all -> {
            int[] values = new int[all.count() + 1];
            for (int i = 0; i < all.count(); i++) {
                values[i + 1] = all.end(i);
            }
            return upload(values);
        });
    }

    /** What a product takes: the values themselves, or rounded to bf16. */
    MatrixView operand(CudaTensor x, Precision precision) {
        if (precision != Precision.BF16) {
            return x.matrix().as(MatrixView.Type.of(precision));
        }
        if (x.bf16() != CudaTensor.NONE) {
            return x.matrix(x.bf16());
        }
        long half = arena.allocate((long) x.count() * Short.BYTES);
        if (x.recompute().isPresent()) {
            x.recompute().get().accept(half);
            return x.matrix(half);
        }
        device.each("castToBf16", x.count(), x.address(), half);
        if (x.tracked() && !x.isBf16()) { // others may change, or be released
            x.bf16(half);
        }
        return x.matrix(half);
    }

    /** The gradient of x, to be added to; zero when it is first asked for. */
    CudaTensor gradient(CudaTensor x) {
        Target target = target(x);
        if (target.first == 1) {
            device.fill(target.address, x.count(), 0f);
        }
        return x.gradient();
    }

    /**
     * Where the gradient of a tensor goes.
     *
     * @param address {@link CudaTensor#NONE} if it has none
     * @param first 1 if the place holds anything and is to be written, 0 if it is to be added to
     */
    record Target(long address, int first) {}

    /** The place for the gradient of x, for an operation that can be the first to write it; it must write all of it then. */
    Target target(CudaTensor x) {
        if (!x.tracked()) {
            return new Target(CudaTensor.NONE, 0);
        }
        boolean first = !x.hasGradient();
        if (first) {
            x.gradient(new CudaTensor(frame.place(x.count()), x.rows(), x.columns(), false));
        }
        return new Target(x.gradient().address(), first ? 1 : 0);
    }

    /**
     * Notes what to do with the gradient of {@code result} on the way back. Once per result: nobody adds to that gradient or
     * reads it afterwards, so its memory goes to the next one of its size.
     */
    void backward(CudaTensor result, Runnable step) {
        if (result.tracked()) {
            frame.steps().push(() -> {
                if (result.hasGradient()) {
                    step.run();
                    frame.giveBack(result.gradient());
                }
            });
        }
    }

    /** Goes back through all operations; a tape goes back once. */
    void rewind() {
        Deque<Runnable> steps = frame.steps();
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }

    long mark() {
        return arena.mark();
    }

    void release(long mark) {
        arena.release(mark);
        frame.bounds().clear();
    }

    /** Runs a part of the pass whose memory is not needed afterwards, and which has steps back of its own. */
    void aside(Runnable part) {
        Frame outer = frame;
        frame = new Frame(arena);
        try {
            scratch(part);
        } finally {
            frame = outer;
        }
    }

    /** Runs something whose memory is not needed afterwards. */
    void scratch(Runnable work) {
        long mark = arena.mark();
        work.run();
        arena.release(mark);
    }
}
