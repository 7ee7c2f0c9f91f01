package hangolo.engine.cpu;

import hangolo.engine.Precision;
import hangolo.engine.Tensor;
import hangolo.engine.tape.Tape;
import org.bytedeco.javacpp.Pointer;

/** The tape of a pass on the CPU, its threads and its precision. */
final class CpuTape extends Tape<CpuTensor, CpuMemory> {

    final ThreadPool pool;
    private final Precision precision;
    private final Gemm fp32Gemm;
    private final Gemm bf16Gemm;

    CpuTape(ThreadPool pool, CpuMemory memory, Precision precision, Mode mode) {
        super(mode, memory, CpuTape::of);
        this.pool = pool;
        this.precision = precision;
        this.fp32Gemm = new Fp32Gemm(pool);
        this.bf16Gemm = new Bf16Gemm(this);
    }

    /** The tensor as this backend's own. */
    static CpuTensor of(Tensor tensor) {
        return CpuTensor.cast(CpuTensor.class, tensor);
    }

    /** The matrix multiplication for this weight. */
    Gemm gemm(CpuTensor x, CpuTensor weight) {
        return weight.isBf16() && !x.isBf16() ? bf16Gemm : fp32Gemm;
    }

    /** Attention in the precision of the pass: bf16 in training only, since the key-value cache of a generation is fp32. */
    TileAttention attention() {
        return training() && precision == Precision.BF16 ? new Bf16Attention(this) : new Fp32Attention();
    }

    /** As {@link #result}, and saves inputs and result for the backward pass. */
    CpuTensor resultSavingAll(int rows, int columns, CpuTensor... inputs) {
        CpuTensor result = result(rows, columns, inputs);
        result.save();
        for (CpuTensor input : inputs) {
            input.save();
        }
        return result;
    }

    /** Uninitialised memory of the pass, without padding and gradient. */
    CpuTensor buffer(int rows, int columns) {
        return memory().buffer(rows, columns);
    }

    /** The gradient of x, for an operation that adds to all of its values. */
    GradientAccumulator accumulator(CpuTensor x) {
        boolean fresh = !x.hasGradient();
        return new GradientAccumulator(writtenGradient(x), fresh);
    }

    /** Address of the bf16 copy of x, in {@link Bf16Gemm#padded} rows of which the padding is zero. */
    long bf16(CpuTensor x) {
        if (x.bf16() == Bf16Copy.NONE) {
            int room = Bf16Gemm.padded(x.rows()) + Bf16Gemm.GRAIN; // attention reads beyond the last sequence
            CpuTensor place = buffer(room, (x.columns() + 1) / 2);
            x.bf16(Bf16Copy.in(place));
            if (x.isBf16()) {
                memory().addCastParameter(x);
            }
            long bytes = (long) Short.BYTES * x.columns();
            cast(x);
            Pointer.memset(new ReusablePointer().at(place.address() + x.rows() * bytes), 0, (room - x.rows()) * bytes);
        } else if (!x.bf16().current()) {
            cast(x);
        }
        return x.bf16().address();
    }

    private void cast(CpuTensor x) {
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

    /** In inference the bf16 copy of a parameter lives for one matrix multiplication, if it is in memory of the pass. */
    void freeBf16(CpuTensor parameter) {
        if (!training() && parameter.isBf16()) {
            parameter.bf16().place().ifPresent(place -> {
                memory().recycleBuffer(place);
                parameter.bf16(Bf16Copy.NONE);
            });
        }
    }
}
