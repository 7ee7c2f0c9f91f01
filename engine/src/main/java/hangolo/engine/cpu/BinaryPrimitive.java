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
 * A binary operation on an fp32 matrix in place, with post-ops.
 *
 * @param first {@link PostOp#SUBTRACT_ROW} or {@link PostOp#MULTIPLY}
 * @param postOps elementwise ones, without operands
 */
record BinaryPrimitive(int rows, int columns, PostOp first, List<PostOp> postOps) implements Primitives.Recipe {

    @Override
    public Primitive compile() {
        dnnl_memory_desc source = OneDnn.matrix(Precision.FP32, rows, columns, columns, 1);
        dnnl_memory_desc operand = first.operand(rows, columns).orElseThrow();
        dnnl_memory_desc result = OneDnn.matrix(Precision.FP32, rows, columns, columns, 1);
        List<Primitive.Operand> operands = new ArrayList<>();
        operands.add(new Primitive.Operand(DNNL_ARG_SRC_0, source));
        operands.add(new Primitive.Operand(DNNL_ARG_SRC_1, operand));
        operands.add(new Primitive.Operand(DNNL_ARG_DST, result));
        dnnl_primitive_attr attributes = PostOp.attributes(postOps, rows, columns);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "the binary operation " + this,
                dnnl_binary_primitive_desc_create(
                        description, OneDnn.engine(), first.algorithm(), source, operand, result, attributes));
        dnnl_primitive_attr_destroy(attributes);
        return new Primitive(description, operands.toArray(Primitive.Operand[]::new));
    }

    /** Runs on a matrix in place; the other operand by its address. */
    void run(Scratch s, CpuTensor matrix, long operand) {
        s.primitives()
                .of(this)
                .at(0, matrix.address())
                .at(1, operand)
                .at(2, matrix.address())
                .run(s.primitives().stream());
    }
}
