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
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;

import hangolo.engine.Conv1dShape;
import hangolo.engine.Conv1dWeights;
import hangolo.engine.Precision;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/**
 * A 1-d convolution of a tile of a sequence with its halo, with fp32 accumulation: source {@code [inputs, channels]}, weight in the
 * layout of {@link Packing}, bias, result {@code [outputs, out]}.
 *
 * @param window its padding is ignored
 * @param precision of source and weight
 * @param resultPrecision precision of the result
 * @param postOps applied to each value before it is written; without operands
 */
record TileConvolution(
        int outputs,
        int channels,
        int out,
        Conv1dShape window,
        Precision precision,
        Precision resultPrecision,
        List<PostOp> postOps)
        implements Primitives.Recipe {

    static final int SOURCE = 0;
    static final int WEIGHT = 1;
    static final int BIAS = 2;
    static final int RESULT = 3;

    /** Converts a weight {@code [out, channels · kernel]} into the layout and precision of the convolution: source, result. */
    record Packing(TileConvolution of) implements Primitives.Recipe {
        @Override
        public Primitive compile() {
            return OneDnn.reorder("to pack the weight of " + of, of.plainWeight(), of.packedWeight());
        }
    }

    /** Values of a tile: intermediate results stay in the L2 cache. */
    private static final int VALUES = 1 << 15;

    private static final int FEWEST_ROWS = 128;
    private static final int MOST_ROWS = 1024;

    /** Rows of a tile: a power of two, so that few shapes are compiled. */
    static int length(int rows, int channels) {
        int most = Math.min(MOST_ROWS, Math.min(rows, VALUES / channels));
        return Integer.highestOneBit(Math.max(FEWEST_ROWS, most));
    }

    /** A tile of that many rows, in bf16 if the weight is. */
    static TileConvolution of(int outputs, Conv1dWeights filter, Precision resultPrecision, List<PostOp> postOps) {
        CpuTensor weight = Tape.of(filter.weight());
        Conv1dShape window = filter.window();
        Precision precision = weight.isBf16() ? Precision.BF16 : Precision.FP32;
        int channels = weight.columns() / window.kernel();
        return new TileConvolution(outputs, channels, weight.rows(), window, precision, resultPrecision, postOps);
    }

    /** Loads its input rows, after a leaky ReLU. */
    TileSource source(float slope) {
        return new TileSource(inputs(), channels, slope, precision);
    }

    /**
     * Zeroes the rows of a result outside of a sequence.
     *
     * @param address of the result
     * @param first index of its first row in the sequence
     * @param rows of the sequence
     */
    void clearOutside(long address, int first, int rows, Scratch s) {
        long bytes = (long) out * (resultPrecision == Precision.BF16 ? Short.BYTES : Float.BYTES);
        long before = Math.max(0, Math.min(outputs, -first));
        long end = Math.max(0, Math.min(outputs, rows - first));
        Pointer.memset(s.a.at(address), 0, before * bytes);
        Pointer.memset(s.a.at(address + end * bytes), 0, (outputs - end) * bytes);
    }

    /** Rows that a tile reads. */
    int inputs() {
        return (outputs - 1) * window.stride() + window.dilation() * (window.kernel() - 1) + 1;
    }

    /** Size of a packed weight, in fp32 values. */
    int packedValues() {
        return OneDnn.room(packedWeight());
    }

    @Override
    public Primitive compile() {
        dnnl_memory_desc bias = new dnnl_memory_desc();
        OneDnn.check(
                "a bias", dnnl_memory_desc_create_with_strides(bias, 1, new long[] {out}, dnnl_f32, new long[] {1}));
        dnnl_memory_desc source = rows(inputs(), channels, precision);
        dnnl_memory_desc target = rows(outputs, out, resultPrecision);
        dnnl_primitive_desc description = describe(source, bias, target);
        return new Primitive(
                description,
                new Primitive.Operand(DNNL_ARG_SRC, source),
                new Primitive.Operand(DNNL_ARG_WEIGHTS, OneDnn.chosenWeight(description)),
                new Primitive.Operand(DNNL_ARG_BIAS, bias),
                new Primitive.Operand(DNNL_ARG_DST, target));
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
        dnnl_memory_desc source = rows(inputs(), channels, precision);
        dnnl_memory_desc target = rows(outputs, out, resultPrecision);
        dnnl_memory_desc bias = new dnnl_memory_desc();
        OneDnn.check(
                "a bias", dnnl_memory_desc_create_with_strides(bias, 1, new long[] {out}, dnnl_f32, new long[] {1}));
        dnnl_primitive_desc description = describe(source, bias, target);
        dnnl_memory_desc packed = OneDnn.chosenWeight(description);
        dnnl_primitive_desc_destroy(description);
        for (dnnl_memory_desc shape : new dnnl_memory_desc[] {source, bias, target}) {
            dnnl_memory_desc_destroy(shape);
        }
        return packed;
    }

    private dnnl_primitive_desc describe(dnnl_memory_desc source, dnnl_memory_desc bias, dnnl_memory_desc target) {
        dnnl_memory_desc weight = new dnnl_memory_desc();
        long[] size = {out, channels, window.kernel()};
        int type = OneDnn.type(precision);
        OneDnn.check("a weight", dnnl_memory_desc_create_with_tag(weight, 3, size, type, dnnl_format_tag_any));
        dnnl_primitive_attr attributes = PostOp.attributes(postOps, outputs, out);
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
                        target,
                        new long[] {window.stride()},
                        new long[] {window.dilation() - 1},
                        new long[] {0},
                        new long[] {0},
                        attributes));
        dnnl_primitive_attr_destroy(attributes);
        dnnl_memory_desc_destroy(weight);
        return description;
    }

    /** Rows of channels, as one sequence: batch, channels, rows. */
    private static dnnl_memory_desc rows(int rows, int columns, Precision precision) {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        long[] size = {1, columns, rows};
        long[] strides = {(long) rows * columns, 1, columns};
        int type = OneDnn.type(precision);
        OneDnn.check("a sequence", dnnl_memory_desc_create_with_strides(shape, 3, size, type, strides));
        return shape;
    }
}
