package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import hangolo.engine.Precision;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * What oneDNN applies to the values of a result in registers, before it writes them.
 *
 * @param kind what
 * @param factor of {@link Kind#SCALE}, slope of {@link Kind#LEAKY_RELU}
 */
record PostOp(Kind kind, float factor) {

    /** Adds what the result holds. */
    static final PostOp SUM = new PostOp(Kind.SUM, 1f);

    /** Subtracts a row. */
    static final PostOp SUBTRACT_ROW = new PostOp(Kind.SUBTRACT_ROW, 1f);

    /** Multiplies by another matrix, elementwise. */
    static final PostOp MULTIPLY = new PostOp(Kind.MULTIPLY, 1f);

    /** {@code e^x}. */
    static final PostOp EXP = new PostOp(Kind.EXP, 1f);

    /** The kinds of post-ops. */
    enum Kind {
        SCALE,
        SUM,
        SUBTRACT_ROW,
        MULTIPLY,
        EXP,
        LEAKY_RELU
    }

    /** Multiplies by a number. */
    static PostOp scale(float factor) {
        return new PostOp(Kind.SCALE, factor);
    }

    /** Leaky ReLU. */
    static PostOp leakyRelu(float slope) {
        return new PostOp(Kind.LEAKY_RELU, slope);
    }

    /** The shape of its operand, for a result of that many rows and columns. */
    Optional<dnnl_memory_desc> operand(int rows, int columns) {
        return switch (kind) {
            case SUBTRACT_ROW -> Optional.of(OneDnn.matrix(Precision.FP32, 1, columns, columns, 1));
            case MULTIPLY -> Optional.of(OneDnn.matrix(Precision.FP32, rows, columns, columns, 1));
            case SCALE, SUM, EXP, LEAKY_RELU -> Optional.empty();
        };
    }

    /** oneDNN's algorithm of a binary post-op. */
    int algorithm() {
        return switch (kind) {
            case SUBTRACT_ROW -> dnnl_binary_sub;
            case MULTIPLY -> dnnl_binary_mul;
            case SCALE, SUM, EXP, LEAKY_RELU -> throw new IllegalArgumentException(this + " has no operand");
        };
    }

    /** Adds the operands of the post-ops to those of a primitive. */
    static void operands(List<PostOp> postOps, int rows, int columns, List<Primitive.Operand> operands) {
        for (int i = 0; i < postOps.size(); i++) {
            int role = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | DNNL_ARG_SRC_1;
            postOps.get(i).operand(rows, columns).ifPresent(shape -> operands.add(new Primitive.Operand(role, shape)));
        }
    }

    /** The attributes that hold the post-ops. */
    static dnnl_primitive_attr attributes(List<PostOp> postOps, int rows, int columns) {
        dnnl_post_ops ops = new dnnl_post_ops();
        OneDnn.check("post-ops", dnnl_post_ops_create(ops));
        postOps.forEach(postOp -> postOp.append(ops, rows, columns));
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        OneDnn.check("attributes", dnnl_primitive_attr_create(attributes));
        OneDnn.check("attributes", dnnl_primitive_attr_set_post_ops(attributes, ops));
        dnnl_post_ops_destroy(ops);
        return attributes;
    }

    private void append(dnnl_post_ops ops, int rows, int columns) {
        int status = switch (kind) {
            case SCALE -> dnnl_post_ops_append_eltwise(ops, dnnl_eltwise_linear, factor, 0f);
            case SUM -> dnnl_post_ops_append_sum(ops, 1f, 0, dnnl_f32);
            case EXP -> dnnl_post_ops_append_eltwise(ops, dnnl_eltwise_exp, 0f, 0f);
            case LEAKY_RELU -> dnnl_post_ops_append_eltwise(ops, dnnl_eltwise_relu, factor, 0f);
            case SUBTRACT_ROW, MULTIPLY -> binary(ops, rows, columns);
        };
        OneDnn.check("the post-op " + this, status);
    }

    private int binary(dnnl_post_ops ops, int rows, int columns) {
        dnnl_memory_desc operand = operand(rows, columns).orElseThrow();
        int status = dnnl_post_ops_append_binary(ops, algorithm(), operand);
        dnnl_memory_desc_destroy(operand);
        return status;
    }
}
