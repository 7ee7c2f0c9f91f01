package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;

import hangolo.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Steps on the values of a matrix of 32-bit numbers, without a product before them.
 *
 * @param first {@link PostOp#MINUS_ROW} or {@link PostOp#TIMES_MATRIX}
 * @param more the steps after it, which read nothing
 */
record BinaryPrimitive(int rows, int columns, PostOp first, List<PostOp> more) implements Primitives.Recipe {

    @Override
    public Primitive compile() {
        dnnl_memory_desc source = OneDnn.matrix(Precision.FP32, rows, columns, columns, 1);
        dnnl_memory_desc operand = first.operand(rows, columns).orElseThrow();
        dnnl_memory_desc result = OneDnn.matrix(Precision.FP32, rows, columns, columns, 1);
        List<Primitive.Operand> operands = new ArrayList<>();
        operands.add(new Primitive.Operand(DNNL_ARG_SRC_0, source));
        operands.add(new Primitive.Operand(DNNL_ARG_SRC_1, operand));
        operands.add(new Primitive.Operand(DNNL_ARG_DST, result));
        dnnl_primitive_attr attributes = PostOp.attributes(more, rows, columns);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "the steps " + this,
                dnnl_binary_primitive_desc_create(
                        description, OneDnn.engine(), first.algorithm(), source, operand, result, attributes));
        dnnl_primitive_attr_destroy(attributes);
        return new Primitive(description, operands.toArray(Primitive.Operand[]::new));
    }

    /** Changes a matrix, with the other operand at an address. */
    void run(Scratch s, CpuTensor matrix, long operand) {
        s.primitives()
                .of(this)
                .at(0, matrix.address())
                .at(1, operand)
                .at(2, matrix.address())
                .run(s.primitives().stream());
    }
}
