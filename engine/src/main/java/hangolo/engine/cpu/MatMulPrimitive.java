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
 * {@code c [m, n] = a [m, k] · b [k, n] (+ bias)}, summed in 32 bits, and steps after it.
 *
 * @param a how the left factor lies in memory
 * @param b how the right factor lies
 * @param c how the result lies
 * @param biased whether a row of n values is added to every row
 * @param after what is done with each value before it is written
 */
record MatMulPrimitive(int m, int n, int k, Layout a, Layout b, Layout c, boolean biased, List<PostOp> after)
        implements Primitives.Recipe {

    static final int LEFT = 0;
    static final int RIGHT = 1;
    static final int RESULT = 2;
    /** The bias, if there is one; then the operands of the steps, in their order. */
    static final int MORE = 3;

    /** How a matrix lies in memory. */
    record Layout(int stride, boolean transposed, Precision numbers) {
        static Layout of(MatrixView part) {
            return new Layout(part.stride(), part.transposed(), part.numbers());
        }

        dnnl_memory_desc shape(int rows, int columns) {
            return OneDnn.matrix(numbers, rows, columns, transposed ? 1 : stride, transposed ? stride : 1);
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
        PostOp.operands(after, m, n, operands);
        dnnl_primitive_attr attributes = PostOp.attributes(after, m, n);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "the product " + this,
                dnnl_matmul_primitive_desc_create(description, OneDnn.engine(), left, right, bias, result, attributes));
        dnnl_primitive_attr_destroy(attributes);
        return new Primitive(description, operands.toArray(Primitive.Operand[]::new));
    }

    /** The compiled product, with its factors and its result in place. */
    Primitive on(Scratch s, MatrixView left, MatrixView right, MatrixView result) {
        return s.primitives()
                .of(this)
                .at(LEFT, left.address())
                .at(RIGHT, right.address())
                .at(RESULT, result.address());
    }
}
