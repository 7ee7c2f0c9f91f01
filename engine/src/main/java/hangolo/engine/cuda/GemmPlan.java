package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSA;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSB;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulAlgoGetHeuristic;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescDestroy;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescSetAttribute;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceDestroy;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceSetAttribute;
import static org.bytedeco.cuda.global.cublas.cublasLtMatrixLayoutCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtMatrixLayoutDestroy;
import static org.bytedeco.cuda.global.cublas.cublasLtMatrixLayoutSetAttribute;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16BF;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;

import hangolo.engine.cuda.GemmShape.Side;
import hangolo.engine.cuda.MatrixView.Type;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulDescOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulHeuristicResult_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulPreferenceOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatrixLayoutOpaque_t;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/** The cuBLASLt plan of one shape; {@code a} and {@code b} are swapped, since the library is column-major. */
record GemmPlan(
        GemmShape shape,
        cublasLtMatmulDescOpaque_t operation,
        cublasLtMatrixLayoutOpaque_t a,
        cublasLtMatrixLayoutOpaque_t b,
        cublasLtMatrixLayoutOpaque_t c,
        cublasLtMatmulHeuristicResult_t choice)
        implements AutoCloseable {

    /** Takes the library's best algorithm. */
    static GemmPlan find(cublasLtContext library, GemmShape shape) {
        GemmPlan plan = new GemmPlan(
                shape,
                operation(shape),
                layout(shape, shape.b(), shape.type(), shape.k(), shape.n()),
                layout(shape, shape.a(), shape.type(), shape.m(), shape.k()),
                layout(shape, shape.c(), Type.FP32, shape.m(), shape.n()),
                new cublasLtMatmulHeuristicResult_t(1));
        plan.choose(library);
        return plan;
    }

    cublasLtMatmulAlgo_t algorithm() {
        return choice.algo();
    }

    private static cublasLtMatmulDescOpaque_t operation(GemmShape shape) {
        try (PointerPointer<cublasLtMatmulDescOpaque_t> place = new PointerPointer<>(1);
                IntPointer transposed = new IntPointer(1)) {
            int sums = shape.type() == Type.TF32 ? CUBLAS_COMPUTE_32F_FAST_TF32 : CUBLAS_COMPUTE_32F;
            Status.cublasLt(cublasLtMatmulDescCreate(place, sums, CUDA_R_32F), "describe a matmul");
            cublasLtMatmulDescOpaque_t operation = place.get(cublasLtMatmulDescOpaque_t.class);
            transposed.put(shape.b().transposed() ? CUBLAS_OP_T : CUBLAS_OP_N);
            Status.cublasLt(
                    cublasLtMatmulDescSetAttribute(operation, CUBLASLT_MATMUL_DESC_TRANSA, transposed, Integer.BYTES),
                    "describe a matmul");
            transposed.put(shape.a().transposed() ? CUBLAS_OP_T : CUBLAS_OP_N);
            Status.cublasLt(
                    cublasLtMatmulDescSetAttribute(operation, CUBLASLT_MATMUL_DESC_TRANSB, transposed, Integer.BYTES),
                    "describe a matmul");
            return operation;
        }
    }

    /** Row-major rows are column-major columns. */
    private static cublasLtMatrixLayoutOpaque_t layout(GemmShape shape, Side side, Type type, int rows, int columns) {
        try (PointerPointer<cublasLtMatrixLayoutOpaque_t> place = new PointerPointer<>(1);
                IntPointer batches = new IntPointer(1);
                LongPointer offset = new LongPointer(1)) {
            int kind = type == Type.BF16 ? CUDA_R_16BF : CUDA_R_32F;
            int high = side.transposed() ? columns : rows;
            int wide = side.transposed() ? rows : columns;
            Status.cublasLt(cublasLtMatrixLayoutCreate(place, kind, wide, high, side.stride()), "describe a matrix");
            cublasLtMatrixLayoutOpaque_t layout = place.get(cublasLtMatrixLayoutOpaque_t.class);
            Status.cublasLt(
                    cublasLtMatrixLayoutSetAttribute(
                            layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, batches.put(shape.batches()), Integer.BYTES),
                    "describe a batch");
            Status.cublasLt(
                    cublasLtMatrixLayoutSetAttribute(
                            layout,
                            CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET,
                            offset.put(side.batchStride()),
                            Long.BYTES),
                    "describe a batch");
            return layout;
        }
    }

    private void choose(cublasLtContext library) {
        try (PointerPointer<cublasLtMatmulPreferenceOpaque_t> place = new PointerPointer<>(1);
                LongPointer workspace = new LongPointer(1)) {
            Status.cublasLt(cublasLtMatmulPreferenceCreate(place), "choose an algorithm");
            cublasLtMatmulPreferenceOpaque_t preference = place.get(cublasLtMatmulPreferenceOpaque_t.class);
            Status.cublasLt(
                    cublasLtMatmulPreferenceSetAttribute(
                            preference,
                            CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                            workspace.put(CublasLt.WORKSPACE),
                            Long.BYTES),
                    "choose an algorithm");
            align(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, shape.b());
            align(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, shape.a());
            align(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, shape.c());
            align(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, shape.c());
            int[] found = new int[1];
            int status = cublasLtMatmulAlgoGetHeuristic(library, operation, a, b, c, c, preference, 1, choice, found);
            cublasLtMatmulPreferenceDestroy(preference);
            Status.cublasLt(status, "choose an algorithm for " + shape);
            if (found[0] == 0 || choice.state() != 0) {
                throw new CudaException("cuBLASLt has no algorithm for " + shape);
            }
        }
    }

    private static void align(cublasLtMatmulPreferenceOpaque_t preference, int which, Side side) {
        try (IntPointer bytes = new IntPointer(1)) {
            Status.cublasLt(
                    cublasLtMatmulPreferenceSetAttribute(preference, which, bytes.put(side.alignment()), Integer.BYTES),
                    "choose an algorithm");
        }
    }

    @Override
    public void close() {
        cublasLtMatmulDescDestroy(operation);
        cublasLtMatrixLayoutDestroy(a);
        cublasLtMatrixLayoutDestroy(b);
        cublasLtMatrixLayoutDestroy(c);
        choice.close();
    }
}
