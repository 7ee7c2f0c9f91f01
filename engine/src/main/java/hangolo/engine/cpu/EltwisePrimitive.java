package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;

import hangolo.engine.Precision;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Operations of oneDNN on a stretch of values, each value alone. */
enum EltwisePrimitive {
    /** Rounds 32-bit numbers to bfloat16, ties to even: source, result. */
    TO_HALVES {
        @Override
        Primitive compile(int count) {
            return OneDnn.reorder(
                    "to round " + count + " values", row(Precision.FP32, count), row(Precision.BF16, count));
        }
    },
    /** {@code e^x}: source, result; they may be the same. */
    EXP {
        @Override
        Primitive compile(int count) {
            return curve(dnnl_eltwise_exp, 0f, count);
        }
    },
    /** GELU in the tanh form: source, result. */
    GELU_TANH {
        @Override
        Primitive compile(int count) {
            return curve(dnnl_eltwise_gelu_tanh, 0f, count);
        }
    },
    /** The gradient of {@link #GELU_TANH}: source, gradient of the result, gradient of the source. */
    GELU_TANH_BACKWARD {
        @Override
        Primitive compile(int count) {
            dnnl_memory_desc source = row(Precision.FP32, count);
            dnnl_memory_desc up = row(Precision.FP32, count);
            dnnl_memory_desc down = row(Precision.FP32, count);
            dnnl_primitive_desc forward = describe(dnnl_eltwise_gelu_tanh, 0f, source, up);
            dnnl_primitive_desc description = new dnnl_primitive_desc();
            OneDnn.check(
                    "the gradient of a curve",
                    dnnl_eltwise_backward_primitive_desc_create(
                            description,
                            OneDnn.engine(),
                            dnnl_eltwise_gelu_tanh,
                            down,
                            up,
                            source,
                            0f,
                            0f,
                            forward,
                            null));
            dnnl_primitive_desc_destroy(forward);
            return new Primitive(
                    description,
                    new Primitive.Operand(DNNL_ARG_SRC, source),
                    new Primitive.Operand(DNNL_ARG_DIFF_DST, up),
                    new Primitive.Operand(DNNL_ARG_DIFF_SRC, down));
        }
    };

    /** The counts that are compiled; a rest is rounded up to the smallest, which all memory of a tensor has room for. */
    private static final int[] PIECES = {16384, 2048, 256, 16};

    /** How many values a piece holds where a sweep is split over threads. */
    static final int GRAIN = PIECES[0];

    private record Piece(EltwisePrimitive sweep, int count) implements Primitives.Recipe {
        @Override
        public Primitive compile() {
            return sweep.compile(count);
        }
    }

    /** The compiled operation on that many values. */
    abstract Primitive compile(int count);

    /** Sweeps over {@code count} values and up to 15 behind them, which may be changed; operands by their addresses. */
    void run(Scratch s, int count, long first, long second) {
        run(s, count, first, second, 0);
    }

    /** As above, with three operands; 0 leaves the third out. */
    void run(Scratch s, int count, long first, long second, long third) {
        int secondBytes = this == TO_HALVES ? Short.BYTES : Float.BYTES;
        long done = 0;
        for (int size : PIECES) {
            int least = size == PIECES[PIECES.length - 1] ? 1 : size;
            while (count - done >= least) {
                Primitive piece = s.primitives().of(new Piece(this, size));
                piece.at(0, first + done * Float.BYTES).at(1, second + done * secondBytes);
                if (third != 0) {
                    piece.at(2, third + done * Float.BYTES);
                }
                piece.run(s.primitives().stream());
                done += size;
            }
        }
    }

    /**
     * A curve of that many values: source, result; they may be the same.
     *
     * @param slope what oneDNN calls alpha, for curves that have one
     */
    static Primitive curve(int curve, float slope, int count) {
        dnnl_memory_desc source = row(Precision.FP32, count);
        dnnl_memory_desc result = row(Precision.FP32, count);
        return new Primitive(
                describe(curve, slope, source, result),
                new Primitive.Operand(DNNL_ARG_SRC, source),
                new Primitive.Operand(DNNL_ARG_DST, result));
    }

    private static dnnl_primitive_desc describe(
            int curve, float slope, dnnl_memory_desc source, dnnl_memory_desc result) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "a curve",
                dnnl_eltwise_forward_primitive_desc_create(
                        description, OneDnn.engine(), dnnl_forward_training, curve, source, result, slope, 0f, null));
        return description;
    }

    private static dnnl_memory_desc row(Precision numbers, int count) {
        return OneDnn.matrix(numbers, 1, count, count, 1);
    }
}
