package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;

import hangolo.engine.Precision;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * {@code c [m, n] = a [m, k] · b [k, n] + bias} with bf16 operands; b in the layout of {@link Packing}, which does not depend on m.
 *
 * @param stride values from one row of c to the next
 */
record PackedMatMul(int m, int n, int k, int stride, boolean biased) implements Primitives.Recipe {

    /** Converts b, whose rows are {@code stride} values apart, into the layout of the weight: source, result. */
    record Packing(int n, int k, int stride) implements Primitives.Recipe {

        /** The number of rows that the layout is chosen for. */
        private static final int TYPICAL_ROWS = Bf16Gemm.FEWEST;

        @Override
        public Primitive compile() {
            return OneDnn.reorder("to pack a weight", OneDnn.matrix(Precision.BF16, k, n, stride, 1), shape());
        }

        /** Size of the packed operand, in fp32 values. */
        int room() {
            return OneDnn.room(shape());
        }

        private dnnl_memory_desc shape() {
            dnnl_memory_desc left = OneDnn.matrix(Precision.BF16, TYPICAL_ROWS, k, k, 1);
            dnnl_memory_desc right = new dnnl_memory_desc();
            OneDnn.check(
                    "a weight",
                    dnnl_memory_desc_create_with_tag(right, 2, new long[] {k, n}, dnnl_bf16, dnnl_format_tag_any));
            dnnl_memory_desc result = OneDnn.matrix(Precision.FP32, TYPICAL_ROWS, n, n, 1);
            dnnl_primitive_desc description = new dnnl_primitive_desc();
            OneDnn.check(
                    "the matmul of " + this,
                    dnnl_matmul_primitive_desc_create(description, OneDnn.engine(), left, right, null, result, null));
            dnnl_memory_desc chosen = OneDnn.chosenWeight(description);
            dnnl_primitive_desc_destroy(description);
            for (dnnl_memory_desc used : new dnnl_memory_desc[] {left, right, result}) {
                dnnl_memory_desc_destroy(used);
            }
            return chosen;
        }
    }

    @Override
    public Primitive compile() {
        dnnl_memory_desc left = OneDnn.matrix(Precision.BF16, m, k, k, 1);
        dnnl_memory_desc right = new Packing(n, k, n).shape();
        dnnl_memory_desc result = OneDnn.matrix(Precision.FP32, m, n, stride, 1);
        dnnl_memory_desc bias = biased ? OneDnn.matrix(Precision.FP32, 1, n, n, 1) : null;
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "the matmul " + this,
                dnnl_matmul_primitive_desc_create(description, OneDnn.engine(), left, right, bias, result, null));
        Primitive.Operand a = new Primitive.Operand(DNNL_ARG_SRC, left);
        Primitive.Operand b = new Primitive.Operand(DNNL_ARG_WEIGHTS, right);
        Primitive.Operand c = new Primitive.Operand(DNNL_ARG_DST, result);
        return biased
                ? new Primitive(description, a, b, c, new Primitive.Operand(DNNL_ARG_BIAS, bias))
                : new Primitive(description, a, b, c);
    }
}
