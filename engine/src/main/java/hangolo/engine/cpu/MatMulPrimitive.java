package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;

import hangolo.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * {@code c [m, n] = a [m, k] · b [k, n] (+ bias)} with fp32 accumulation and post-ops.
 *
 * @param a layout of the left operand
 * @param b layout of the right operand
 * @param c layout of the result
 * @param biased whether a row of n values is added to every row
 * @param postOps applied to each value before it is written
 */
record MatMulPrimitive(int m, int n, int k, Layout a, Layout b, Layout c, boolean biased, List<PostOp> postOps)
        implements Primitives.Recipe {

    static final int LEFT = 0;
    static final int RIGHT = 1;
    static final int RESULT = 2;
    /** The bias, if there is one; then the operands of the post-ops, in order. */
    static final int MORE = 3;

    /** The memory layout of a matrix. */
    record Layout(int stride, boolean transposed, Precision precision) {
        static Layout of(MatrixView view) {
            return new Layout(view.stride(), view.transposed(), view.precision());
        }

        dnnl_memory_desc shape(int rows, int columns) {
            return OneDnn.matrix(precision, rows, columns, transposed ? 1 : stride, transposed ? stride : 1);
        }
    }

    @Override
    public Primitive compile() {
        dnnl_memory_desc left = a.shape(m, k);
        dnnl_memory_desc right = b.shape(k, n);
        dnnl_memory_desc result = c.shape(m, n);
        List<Primitive.Operand> operands = new ArrayList<>();
        operands.add(new Primitive.Operand(DNNL_ARG_SRC, left));
        operands.add(new Primitive.Operand(DNNL_ARG_WEIGHTS, right));
        operands.add(new Primitive.Operand(DNNL_ARG_DST, result));
        dnnl_memory_desc bias = null;
        if (biased) {
            bias = OneDnn.matrix(Precision.FP32, 1, n, n, 1);
            operands.add(new Primitive.Operand(DNNL_ARG_BIAS, bias));
        }
        PostOp.operands(postOps, m, n, operands);
        dnnl_primitive_attr attributes = PostOp.attributes(postOps, m, n);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "the matmul " + this,
                dnnl_matmul_primitive_desc_create(description, OneDnn.engine(), left, right, bias, result, attributes));
        dnnl_primitive_attr_destroy(attributes);
        return new Primitive(description, operands.toArray(Primitive.Operand[]::new));
    }

    /** The compiled primitive with its operands and result set. */
    Primitive on(Scratch s, MatrixView left, MatrixView right, MatrixView result) {
        return s.primitives()
                .of(this)
                .at(LEFT, left.address())
                .at(RIGHT, right.address())
                .at(RESULT, result.address());
    }
}
