package hangolo.bench;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;

import java.util.List;
import java.util.function.ToLongFunction;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The matrix multiplications of a step alone, bf16 operands and fp32 accumulation, by oneDNN. */
final class Bf16Ceiling implements Ceiling {

    private final List<MatMulShape> matmuls;
    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();
    private final BytePointer a;
    private final BytePointer b;
    private final BytePointer c;

    Bf16Ceiling(List<MatMulShape> matmuls, int threads) {
        this.matmuls = matmuls;
        threads(threads);
        check(dnnl_engine_create(engine, dnnl_cpu, 0));
        check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags));
        this.a = filled(p -> (long) p.m() * p.k() * Short.BYTES);
        this.b = filled(p -> (long) p.k() * p.n() * Short.BYTES);
        this.c = filled(p -> (long) p.m() * p.n() * Float.BYTES);
    }

    /** Bytes 3d3d are 0.046 in bf16. */
    private BytePointer filled(ToLongFunction<MatMulShape> bytes) {
        long most = matmuls.stream().mapToLong(bytes).max().orElseThrow();
        BytePointer values = new BytePointer(most);
        Pointer.memset(values, 0x3d, most);
        return values;
    }

    @Override
    public void run() {
        matmuls.forEach(this::run);
    }

    private void run(MatMulShape p) {
        dnnl_memory_desc left = matrix(p.m(), p.k(), dnnl_bf16);
        dnnl_memory_desc right = matrix(p.k(), p.n(), dnnl_bf16);
        dnnl_memory_desc result = matrix(p.m(), p.n(), dnnl_f32);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        check(dnnl_matmul_primitive_desc_create(description, engine, left, right, null, result, null));
        dnnl_primitive matmul = new dnnl_primitive();
        check(dnnl_primitive_create(matmul, description));
        dnnl_exec_arg_t operands = new dnnl_exec_arg_t(3);
        operands.getPointer(0).arg(DNNL_ARG_SRC).memory(memory(left, a));
        operands.getPointer(1).arg(DNNL_ARG_WEIGHTS).memory(memory(right, b));
        operands.getPointer(2).arg(DNNL_ARG_DST).memory(memory(result, c));
        for (int i = 0; i < p.count(); i++) {
            check(dnnl_primitive_execute(matmul, stream, 3, operands));
        }
    }

    private dnnl_memory memory(dnnl_memory_desc shape, Pointer values) {
        dnnl_memory memory = new dnnl_memory();
        check(dnnl_memory_create(memory, shape, engine, values));
        return memory;
    }

    private static dnnl_memory_desc matrix(long rows, long columns, int numbers) {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        long[] strides = {columns, 1};
        check(dnnl_memory_desc_create_with_strides(shape, 2, new long[] {rows, columns}, numbers, strides));
        return shape;
    }

    private static void threads(int count) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(count);
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("oneDNN refused a matmul (status " + status + ")");
        }
    }

    /** Leaves the library at one thread, as the engine wants it. */
    @Override
    public void close() {
        threads(1);
        a.close();
        b.close();
        c.close();
    }
}
