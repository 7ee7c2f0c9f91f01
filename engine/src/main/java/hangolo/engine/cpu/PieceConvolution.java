package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;

import hangolo.engine.Window;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * A 1-d convolution in 32-bit numbers of a piece of a sequence that brings its own borders: source {@code [inputs, channels]},
 * weight as {@link Packing} makes it, bias, result {@code [outputs, out]}.
 *
 * @param window its padding does not count
 */
record PieceConvolution(int outputs, int channels, int out, Window window) implements Primitives.Recipe {

    static final int SOURCE = 0;
    static final int WEIGHT = 1;
    static final int BIAS = 2;
    static final int RESULT = 3;

    /** Brings a weight {@code [out, channels · kernel]} into the order that the convolution reads: source, result. */
    record Packing(PieceConvolution of) implements Primitives.Recipe {
        @Override
        public Primitive compile() {
            return OneDnn.reorder("to pack the weight of " + of, of.plainWeight(), of.packedWeight());
        }
    }

    /** Rows that a piece reads. */
    int inputs() {
        return (outputs - 1) * window.stride() + window.dilation() * (window.kernel() - 1) + 1;
    }

    /** Room for a packed weight. */
    int packedValues() {
        return OneDnn.room(packedWeight());
    }

    @Override
    public Primitive compile() {
        dnnl_memory_desc bias = new dnnl_memory_desc();
        OneDnn.check(
                "a bias", dnnl_memory_desc_create_with_strides(bias, 1, new long[] {out}, dnnl_f32, new long[] {1}));
        dnnl_memory_desc source = rows(inputs(), channels);
        dnnl_memory_desc result = rows(outputs, out);
        dnnl_primitive_desc description = describe(source, bias, result);
        return new Primitive(
                description,
                new Primitive.Operand(DNNL_ARG_SRC, source),
                new Primitive.Operand(DNNL_ARG_WEIGHTS, OneDnn.chosenWeight(description)),
                new Primitive.Operand(DNNL_ARG_BIAS, bias),
                new Primitive.Operand(DNNL_ARG_DST, result));
    }

    private dnnl_memory_desc plainWeight() {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        int kernel = window.kernel();
        long[] size = {out, channels, kernel};
        long[] strides = {(long) channels * kernel, kernel, 1};
        OneDnn.check("a weight", dnnl_memory_desc_create_with_strides(shape, 3, size, dnnl_f32, strides));
        return shape;
    }

    private dnnl_memory_desc packedWeight() {
        dnnl_memory_desc source = rows(inputs(), channels);
        dnnl_memory_desc result = rows(outputs, out);
        dnnl_memory_desc bias = new dnnl_memory_desc();
        OneDnn.check(
                "a bias", dnnl_memory_desc_create_with_strides(bias, 1, new long[] {out}, dnnl_f32, new long[] {1}));
        dnnl_primitive_desc description = describe(source, bias, result);
        dnnl_memory_desc packed = OneDnn.chosenWeight(description);
        dnnl_primitive_desc_destroy(description);
        for (dnnl_memory_desc shape : new dnnl_memory_desc[] {source, bias, result}) {
            dnnl_memory_desc_destroy(shape);
        }
        return packed;
    }

    private dnnl_primitive_desc describe(dnnl_memory_desc source, dnnl_memory_desc bias, dnnl_memory_desc result) {
        dnnl_memory_desc weight = new dnnl_memory_desc();
        long[] size = {out, channels, window.kernel()};
        OneDnn.check("a weight", dnnl_memory_desc_create_with_tag(weight, 3, size, dnnl_f32, dnnl_format_tag_any));
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                "the convolution " + this,
                dnnl_convolution_forward_primitive_desc_create(
                        description,
                        OneDnn.engine(),
                        dnnl_forward_inference,
                        dnnl_convolution_direct,
                        source,
                        weight,
                        bias,
                        result,
                        new long[] {window.stride()},
                        new long[] {window.dilation() - 1},
                        new long[] {0},
                        new long[] {0},
                        null));
        dnnl_memory_desc_destroy(weight);
        return description;
    }

    /** Rows of channels, as one sequence: batch, channels, rows. */
    private static dnnl_memory_desc rows(int rows, int columns) {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        long[] size = {1, columns, rows};
        long[] strides = {(long) rows * columns, 1, columns};
        OneDnn.check("a sequence", dnnl_memory_desc_create_with_strides(shape, 3, size, dnnl_f32, strides));
        return shape;
    }
}
