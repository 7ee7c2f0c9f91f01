package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import hangolo.engine.Precision;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The oneDNN library. Every call runs on the calling thread; {@link ThreadPool} does the parallelism. */
final class OneDnn {

    private static final dnnl_engine ENGINE = new dnnl_engine();

    static {
        check("an engine", dnnl_engine_create(ENGINE, dnnl_cpu, 0));
    }

    private OneDnn() {}

    static dnnl_engine engine() {
        return ENGINE;
    }

    /** Whether the processor computes in bf16 (AVX512_BF16 or AMX); false without the library. */
    static boolean supportsBf16() {
        try {
            int bf16 = dnnl.dnnl_cpu_isa_avx512_core_bf16;
            return (dnnl.dnnl_get_effective_cpu_isa() & bf16) == bf16;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** Makes the calls of this thread run on this thread alone: ND4J and oneDNN share one OpenMP. */
    static void oneThread() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    /** The shape of a matrix in memory. */
    static dnnl_memory_desc matrix(Precision precision, long rows, long columns, long rowStride, long columnStride) {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        long[] size = {rows, columns};
        long[] strides = {rowStride, columnStride};
        check("a matrix", dnnl_memory_desc_create_with_strides(shape, 2, size, type(precision), strides));
        return shape;
    }

    /** oneDNN's data type of a precision. */
    static int type(Precision precision) {
        return precision == Precision.BF16 ? dnnl_bf16 : dnnl_f32;
    }

    /** The memory layout of the weight that a primitive chose. */
    static dnnl_memory_desc chosenWeight(dnnl_primitive_desc operation) {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        check(
                "the shape of a weight",
                dnnl_memory_desc_clone(shape, dnnl_primitive_desc_query_md(operation, dnnl_query_weights_md, 0)));
        return shape;
    }

    /** Size of a layout in fp32 values; frees the descriptor. */
    static int room(dnnl_memory_desc shape) {
        long bytes = dnnl_memory_desc_get_size(shape);
        dnnl_memory_desc_destroy(shape);
        return Math.toIntExact((bytes + Float.BYTES - 1) / Float.BYTES);
    }

    /** Converts between memory layouts or precisions: source, result. Frees both descriptors. */
    static Primitive reorder(String what, dnnl_memory_desc from, dnnl_memory_desc to) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        check(what, dnnl_reorder_primitive_desc_create(description, from, ENGINE, to, ENGINE, null));
        return new Primitive(
                description, new Primitive.Operand(DNNL_ARG_SRC, from), new Primitive.Operand(DNNL_ARG_DST, to));
    }

    static void check(String what, int status) {
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN refused " + what + " (status " + status + ")");
        }
    }
}
