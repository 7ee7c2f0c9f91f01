package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import hangolo.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * {@code c [m, n] = a [m, k] · b [k, n] (+ bias) (+ c)}: factors in bfloat16, sum and result in 32 bits.
 *
 * @param a stride and orientation of the left factor
 * @param b stride and orientation of the right factor
 * @param cStride values from one row of the result to the next
 * @param biased whether a row of n values is added to every row
 * @param adds whether the result is added to what is there
 */
record MatrixProduct(int m, int n, int k, Layout a, Layout b, int cStride, boolean biased, boolean adds)
        implements Primitives.Recipe {

    static final int LEFT = 0;
    static final int RIGHT = 1;
    static final int RESULT = 2;
    static final int BIAS = 3;

    /** How a factor lies in memory. */
    record Layout(int stride, boolean transposed) {
        static Layout of(Part part) {
            return new Layout(part.stride(), part.transposed());
        }

        dnnl_memory_desc shape(int rows, int columns) {
            return OneDnn.matrix(Precision.BF16, rows, columns, transposed ? 1 : stride, transposed ? stride : 1);
        }
    }

    @Override
    public Primitive compile() {
        dnnl_memory_desc left = a.shape(m, k);
        dnnl_memory_desc right = b.shape(k, n);
        dnnl_memory_desc result = OneDnn.matrix(Precision.FP32, m, n, cStride, 1);
        List<Primitive.Operand> operands = new ArrayList<>();
        operands.add(new Primitive.Operand(DNNL_ARG_SRC, left));
        operands.add(new Primitive.Operand(DNNL_ARG_WEIGHTS, right));
        operands.add(new Primitive.Operand(DNNL_ARG_DST, result));
        dnnl_memory_desc bias = null;
        if (biased) {
            bias = OneDnn.matrix(Precision.FP32, 1, n, n, 1);
            operands.add(new Primitive.Operand(DNNL_ARG_BIAS, bias));
        }
        dnnl_primitive_attr attributes = attributes();
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "the product " + this,
                dnnl_matmul_primitive_desc_create(description, OneDnn.engine(), left, right, bias, result, attributes));
        dnnl_primitive_attr_destroy(attributes);
        return new Primitive(description, operands.toArray(Primitive.Operand[]::new));
    }

    private dnnl_primitive_attr attributes() {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        OneDnn.check("attributes", dnnl_primitive_attr_create(attributes));
        if (adds) {
            dnnl_post_ops after = new dnnl_post_ops();
            OneDnn.check("a sum", dnnl_post_ops_create(after));
            OneDnn.check("a sum", dnnl_post_ops_append_sum(after, 1f, 0, dnnl_f32));
            OneDnn.check("a sum", dnnl_primitive_attr_set_post_ops(attributes, after));
            dnnl_post_ops_destroy(after);
        }
        return attributes;
    }
}
