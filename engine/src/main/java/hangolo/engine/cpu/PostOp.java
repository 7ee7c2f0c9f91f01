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
 * What oneDNN does with the values of a matrix before it writes them, while they are in registers.
 *
 * @param kind what
 * @param factor of {@link Kind#SCALE}, slope of {@link Kind#LEAKY_RELU}
 */
record PostOp(Kind kind, float factor) {

    /** Plus what the result holds. */
    static final PostOp PLUS_RESULT = new PostOp(Kind.PLUS_RESULT, 1f);

    /** Minus the value of its column in a row. */
    static final PostOp MINUS_ROW = new PostOp(Kind.MINUS_ROW, 1f);

    /** Times the value at its place in another matrix. */
    static final PostOp TIMES_MATRIX = new PostOp(Kind.TIMES_MATRIX, 1f);

    /** {@code e^x}. */
    static final PostOp EXP = new PostOp(Kind.EXP, 1f);

    /** The kinds of steps. */
    enum Kind {
        SCALE,
        PLUS_RESULT,
        MINUS_ROW,
        TIMES_MATRIX,
        EXP,
        LEAKY_RELU
    }

    /** Times a number. */
    static PostOp scale(float factor) {
        return new PostOp(Kind.SCALE, factor);
    }

    /** The value if it is positive, else times a number. */
    static PostOp leakyRelu(float slope) {
        return new PostOp(Kind.LEAKY_RELU, slope);
    }

    /** The shape of what is read besides, for a result of that many rows and columns. */
    Optional<dnnl_memory_desc> operand(int rows, int columns) {
        return switch (kind) {
            case MINUS_ROW -> Optional.of(OneDnn.matrix(Precision.FP32, 1, columns, columns, 1));
            case TIMES_MATRIX -> Optional.of(OneDnn.matrix(Precision.FP32, rows, columns, columns, 1));
            case SCALE, PLUS_RESULT, EXP, LEAKY_RELU -> Optional.empty();
        };
    }

    /** What oneDNN calls a step that reads something besides. */
    int algorithm() {
        return switch (kind) {
            case MINUS_ROW -> dnnl_binary_sub;
            case TIMES_MATRIX -> dnnl_binary_mul;
            case SCALE, PLUS_RESULT, EXP, LEAKY_RELU ->
                throw new IllegalArgumentException(this + " reads nothing besides");
        };
    }

    /** Adds the operands of these steps to those of an operation; steps are counted from 0. */
    static void operands(List<PostOp> steps, int rows, int columns, List<Primitive.Operand> operands) {
        for (int i = 0; i < steps.size(); i++) {
            int role = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | DNNL_ARG_SRC_1;
            steps.get(i).operand(rows, columns).ifPresent(shape -> operands.add(new Primitive.Operand(role, shape)));
        }
    }

    /** The steps as oneDNN wants to have them told. */
    static dnnl_primitive_attr attributes(List<PostOp> steps, int rows, int columns) {
        dnnl_post_ops after = new dnnl_post_ops();
        OneDnn.check("steps after an operation", dnnl_post_ops_create(after));
        steps.forEach(step -> step.append(after, rows, columns));
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        OneDnn.check("attributes", dnnl_primitive_attr_create(attributes));
        OneDnn.check("attributes", dnnl_primitive_attr_set_post_ops(attributes, after));
        dnnl_post_ops_destroy(after);
        return attributes;
    }

    private void append(dnnl_post_ops after, int rows, int columns) {
        int status = switch (kind) {
            case SCALE -> dnnl_post_ops_append_eltwise(after, dnnl_eltwise_linear, factor, 0f);
            case PLUS_RESULT -> dnnl_post_ops_append_sum(after, 1f, 0, dnnl_f32);
            case EXP -> dnnl_post_ops_append_eltwise(after, dnnl_eltwise_exp, 0f, 0f);
            case LEAKY_RELU -> dnnl_post_ops_append_eltwise(after, dnnl_eltwise_relu, factor, 0f);
            case MINUS_ROW, TIMES_MATRIX -> binary(after, rows, columns);
        };
        OneDnn.check("the step " + this, status);
    }

    private int binary(dnnl_post_ops after, int rows, int columns) {
        dnnl_memory_desc operand = operand(rows, columns).orElseThrow();
        int status = dnnl_post_ops_append_binary(after, algorithm(), operand);
        dnnl_memory_desc_destroy(operand);
        return status;
    }
}
