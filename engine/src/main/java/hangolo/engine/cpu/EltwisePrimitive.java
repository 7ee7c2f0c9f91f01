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

/** Elementwise primitives of oneDNN on contiguous values. */
enum EltwisePrimitive {
    /** Casts fp32 to bf16, ties to even: source, result. */
    TO_BF16 {
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
            return eltwise(dnnl_eltwise_exp, 0f, count);
        }
    },
    /** GELU in the tanh form: source, result. */
    GELU_TANH {
        @Override
        Primitive compile(int count) {
            return eltwise(dnnl_eltwise_gelu_tanh, 0f, count);
        }
    },
    /** The gradient of {@link #GELU_TANH}: source, gradient of the result, gradient of the source. */
    GELU_TANH_BACKWARD {
        @Override
        Primitive compile(int count) {
            dnnl_memory_desc source = row(Precision.FP32, count);
            dnnl_memory_desc gradOutput = row(Precision.FP32, count);
            dnnl_memory_desc gradInput = row(Precision.FP32, count);
            dnnl_primitive_desc forward = describe(dnnl_eltwise_gelu_tanh, 0f, source, gradOutput);
            dnnl_primitive_desc description = new dnnl_primitive_desc();
            OneDnn.check(
                    "the gradient of an elementwise function",
                    dnnl_eltwise_backward_primitive_desc_create(
                            description,
                            OneDnn.engine(),
                            dnnl_eltwise_gelu_tanh,
                            gradInput,
                            gradOutput,
                            source,
                            0f,
                            0f,
                            forward,
                            null));
            dnnl_primitive_desc_destroy(forward);
            return new Primitive(
                    description,
                    new Primitive.Operand(DNNL_ARG_SRC, source),
                    new Primitive.Operand(DNNL_ARG_DIFF_DST, gradOutput),
                    new Primitive.Operand(DNNL_ARG_DIFF_SRC, gradInput));
        }
    };

    /** The counts that are compiled; a remainder is padded to the smallest, for which every tensor has room. */
    private static final int[] SIZES = {16384, 2048, 256, 16};

    /** The grain when an operation is split over threads. */
    static final int GRAIN = SIZES[0];

    private record Sized(EltwisePrimitive operation, int count) implements Primitives.Recipe {
        @Override
        public Primitive compile() {
            return operation.compile(count);
        }
    }

    /** The primitive for that many values. */
    abstract Primitive compile(int count);

    /** Runs on {@code count} values; up to 15 after them may be overwritten. Operands by their addresses. */
    void run(Scratch s, int count, long first, long second) {
        run(s, count, first, second, 0);
    }

    /** As above, with three operands; 0 leaves the third out. */
    void run(Scratch s, int count, long first, long second, long third) {
        int secondBytes = this == TO_BF16 ? Short.BYTES : Float.BYTES;
        long done = 0;
        for (int size : SIZES) {
            int least = size == SIZES[SIZES.length - 1] ? 1 : size;
            while (count - done >= least) {
                Primitive primitive = s.primitives().of(new Sized(this, size));
                primitive.at(0, first + done * Float.BYTES).at(1, second + done * secondBytes);
                if (third != 0) {
                    primitive.at(2, third + done * Float.BYTES);
                }
                primitive.run(s.primitives().stream());
                done += size;
            }
        }
    }

    /**
     * An elementwise function of that many values: source, result; they may be the same.
     *
     * @param alpha oneDNN's alpha, for functions that have one
     */
    static Primitive eltwise(int algorithm, float alpha, int count) {
        dnnl_memory_desc source = row(Precision.FP32, count);
        dnnl_memory_desc result = row(Precision.FP32, count);
        return new Primitive(
                describe(algorithm, alpha, source, result),
                new Primitive.Operand(DNNL_ARG_SRC, source),
                new Primitive.Operand(DNNL_ARG_DST, result));
    }

    private static dnnl_primitive_desc describe(
            int algorithm, float alpha, dnnl_memory_desc source, dnnl_memory_desc result) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "an elementwise function",
                dnnl_eltwise_forward_primitive_desc_create(
                        description,
                        OneDnn.engine(),
                        dnnl_forward_training,
                        algorithm,
                        source,
                        result,
                        alpha,
                        0f,
                        null));
        return description;
    }

    private static dnnl_memory_desc row(Precision precision, int count) {
        return OneDnn.matrix(precision, 1, count, count, 1);
    }
}
