package hangolo.engine.cuda;

import hangolo.engine.Dice;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** One pass on the card: its memory, and the backward steps in reverse. */
final class Tape {

    /**
     * What a pass is for.
     *
     * @param training whether it goes backwards
     * @param halves whether attention rounds its factors to bf16; only in training, since the cache of a generation is not
     * @param seed of the dice
     * @param step of the dice
     */
    record Mode(boolean training, boolean halves, long seed, long step) {

        /** Forward only, attention in 32-bit numbers. */
        static final Mode INFERENCE = new Mode(false, false, 0, 0);
    }

    private final Device device;
    private final Arena arena;
    private final Mode mode;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Map<Segments, Long> bounds = new HashMap<>();
    private final Map<Integer, Deque<Long>> spare = new HashMap<>();
    private int thrown;

    Tape(Device device, Arena arena, Mode mode) {
        this.device = device;
        this.arena = arena;
        this.mode = mode;
    }

    Device device() {
        return device;
    }

    boolean training() {
        return mode.training;
    }

    boolean halves() {
        return mode.halves;
    }

    /** The dice of the next random operation. */
    Dice dice() {
        return Dice.of(mode.seed, mode.step, thrown++);
    }

    /** The tensor as this backend holds it. */
    static CudaTensor own(Tensor tensor) {
        if (!(tensor instanceof CudaTensor)) {
            throw new IllegalArgumentException("expected a tensor of the cuda backend, found "
                    + tensor.getClass().getSimpleName() + " " + tensor.shape());
        }
        return (CudaTensor) tensor;
    }

    /** A new tensor that holds anything; gradients flow into it if they flow into one of the inputs. */
    CudaTensor tensor(int rows, int columns, CudaTensor... inputs) {
        boolean tracked = mode.training && Arrays.stream(inputs).anyMatch(CudaTensor::tracked);
        long place = tracked ? place(rows * columns) : floats((long) rows * columns);
        return new CudaTensor(place, rows, columns, tracked);
    }

    /** Memory for a tensor that stays: what another one of its size no longer needs, or new. */
    private long place(int count) {
        Deque<Long> places = spare.getOrDefault(count, new ArrayDeque<>());
        return places.isEmpty() ? floats(count) : places.pop();
    }

    private void giveBack(CudaTensor x) {
        spare.computeIfAbsent(x.count(), count -> new ArrayDeque<>()).push(x.address());
    }

    /** Says that no operation will read the values of x again, forwards or backwards. */
    void usedUp(CudaTensor x) {
        boolean parameter = x.hasGradient();
        if (x.tracked() && !parameter) {
            giveBack(x);
        }
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

    /** Memory that holds anything. */
    long take(long bytes) {
        return arena.take(bytes);
    }

    long floats(long count) {
        return take(count * Float.BYTES);
    }

    /** Numbers of the host, such as rows to gather. */
    long upload(int[] values) {
        long address = arena.take((long) values.length * Integer.BYTES);
        device.upload(address, values);
        return address;
    }

    long upload(float[] values) {
        long address = floats(values.length);
        device.upload(address, values, values.length);
        return address;
    }

    /** Where each sequence begins, and where the last one ends. */
    long bounds(Segments rows) {
        return bounds.computeIfAbsent(rows, all -> {
            int[] values = new int[all.count() + 1];
            for (int i = 0; i < all.count(); i++) {
                values[i + 1] = all.end(i);
            }
            return upload(values);
        });
    }

    /** What a product takes: the values themselves, or rounded to bf16. */
    Matrix operand(CudaTensor x, boolean rounded) {
        if (!rounded) {
            return x.matrix();
        }
        if (x.half() != CudaTensor.NONE) {
            return x.matrix(x.half());
        }
        long half = arena.take((long) x.count() * Short.BYTES);
        device.each("castToBf16", x.count(), x.address(), half);
        if (x.tracked()) { // others may change, or be released
            x.half(half);
        }
        return x.matrix(half);
    }

    /** The gradient of x, to be added to; zero when it is first asked for. */
    CudaTensor gradient(CudaTensor x) {
        if (!x.hasGradient()) {
            long place = place(x.count());
            device.fill(place, x.count(), 0f);
            x.gradient(new CudaTensor(place, x.rows(), x.columns(), false));
        }
        return x.gradient();
    }

    /**
     * Notes what to do with the gradient of {@code result} on the way back. Once per result: nobody adds to that gradient or
     * reads it afterwards, so its memory goes to the next one of its size.
     */
    void backward(CudaTensor result, Runnable step) {
        if (result.tracked()) {
            steps.push(() -> {
                if (result.hasGradient()) {
                    step.run();
                    giveBack(result.gradient());
                }
            });
        }
    }

    /** Goes back through all operations; a tape goes back once. */
    void rewind() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }

    long mark() {
        return arena.mark();
    }

    void release(long mark) {
        arena.release(mark);
        bounds.clear();
    }

    /** Runs something whose memory is not needed afterwards. */
    void scratch(Runnable work) {
        long mark = arena.mark();
        work.run();
        arena.release(mark);
    }
}
