package hangolo.engine.cuda;

import hangolo.engine.PackedSequences;
import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import hangolo.engine.tape.Tape;

/** The tape of a pass on the GPU. */
final class CudaTape extends Tape<CudaTensor, CudaMemory> {

    private final Device device;
    private final Arena arena;
    private final Precision activations;

    /**
     * An empty tape.
     *
     * @param activations precision of attention and GELU; fp32 outside of training, since the key-value cache of a generation is
     */
    CudaTape(Device device, Arena arena, Precision activations, Mode mode) {
        super(mode, new CudaMemory(device, arena), CudaTape::of);
        this.device = device;
        this.arena = arena;
        this.activations = activations;
    }

    /** The tensor as this backend's own. */
    static CudaTensor of(Tensor tensor) {
        return CudaTensor.cast(CudaTensor.class, tensor);
    }

    Device device() {
        return device;
    }

    /** Precision of attention and GELU. */
    Precision activations() {
        return activations;
    }

    /** Computes the values of a tensor and its bf16 copy, each unless its address is {@link CudaTensor#NONE}. */
    interface Computation {

        /** Launches the kernel. */
        void write(long values, long bf16);
    }

    /**
     * As {@link #result}, computed at once. In bf16 training the same kernel writes the bf16 copy, and recomputes it in the backward
     * pass if it was freed.
     */
    CudaTensor computed(int rows, int columns, Computation computation, CudaTensor... inputs) {
        CudaTensor y = result(rows, columns, inputs);
        if (y.tracked() && activations == Precision.BF16) {
            y.recompute(bf16 -> computation.write(CudaTensor.NONE, bf16));
            y.bf16(memory().bf16(y.count()));
        }
        computation.write(y.address(), y.bf16());
        return y;
    }

    /** Allocates uninitialised memory. */
    long allocate(long bytes) {
        return arena.allocate(bytes);
    }

    /** Allocates uninitialised memory for fp32 numbers. */
    long floats(long count) {
        return allocate(count * Float.BYTES);
    }

    /** Uploads numbers of the host, such as rows to gather. */
    long upload(int[] values) {
        long address = allocate((long) values.length * Integer.BYTES);
        device.upload(address, values);
        return address;
    }

    long upload(float[] values) {
        long address = floats(values.length);
        device.upload(address, values, values.length);
        return address;
    }

    /** Where each sequence starts, and where the last one ends. */
    long bounds(PackedSequences sequences) {
        return memory().bounds().computeIfAbsent(sequences, all -> {
            int[] values = new int[all.count() + 1];
            for (int i = 0; i < all.count(); i++) {
                values[i + 1] = all.end(i);
            }
            return upload(values);
        });
    }

    /** An operand of a matrix multiplication: the values themselves, or their bf16 copy. */
    MatrixView operand(CudaTensor x, Precision precision) {
        if (precision != Precision.BF16) {
            return x.matrix().as(MatrixView.Type.of(precision));
        }
        if (x.bf16() != CudaTensor.NONE) {
            return x.matrix(x.bf16());
        }
        long bf16 = allocate((long) x.count() * Short.BYTES);
        if (x.recompute().isPresent()) {
            x.recompute().get().accept(bf16);
            return x.matrix(bf16);
        }
        device.each("castToBf16", x.count(), x.address(), bf16);
        if (x.tracked() && !x.isBf16()) { // others may change, or be released
            x.bf16(bf16);
        }
        return x.matrix(bf16);
    }

    /**
     * The gradient of a tensor, to be added to.
     *
     * @param address {@link CudaTensor#NONE} if it needs none
     * @param fresh 1 if its memory is uninitialised and must be written in full, 0 if it is to be added to
     */
    record Accumulator(long address, int fresh) {}

    /** The gradient of x, for an operation that writes all of it if it is fresh. */
    Accumulator accumulator(CudaTensor x) {
        if (!x.tracked()) {
            return new Accumulator(CudaTensor.NONE, 0);
        }
        int fresh = x.hasGradient() ? 0 : 1;
        return new Accumulator(writtenGradient(x).address(), fresh);
    }

    /** Runs something whose memory is freed afterwards. */
    void scratch(Runnable work) {
        long mark = arena.mark();
        work.run();
        arena.release(mark);
    }
}
