package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cublas.cublasLtCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtDestroy;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmul;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Matrix multiplications by cuBLASLt. The plan of a shape is looked up once. */
final class CublasLt implements AutoCloseable {

    /** Bytes of workspace: as NVIDIA recommends for Hopper. */
    static final long WORKSPACE = 32L << 20;

    private final cublasLtContext library = new cublasLtContext();
    private final long workspace;
    private final Map<GemmShape, GemmPlan> plans = new HashMap<>();
    private final FloatPointer scalars = new FloatPointer(2);
    private final Place a = new Place();
    private final Place b = new Place();
    private final Place c = new Place();
    private final Place spare = new Place();

    /** A pointer whose address is set instead of allocating a new one. */
    private static final class Place extends Pointer {

        Place at(long newAddress) {
            address = newAddress;
            return this;
        }
    }

    /** The library; {@code workspace} is the address of {@link #WORKSPACE} bytes. */
    CublasLt(long workspace) {
        this.workspace = workspace;
        Status.cublasLt(cublasLtCreate(library), "open the library; the driver may be too old for it");
    }

    void multiply(CUstream_st stream, Gemm p) {
        GemmPlan plan = plans.computeIfAbsent(GemmShape.of(p), s -> GemmPlan.find(library, s));
        scalars.put(0, p.alpha()).put(1, p.beta());
        // cuBLASLt is column-major, so the transposed result is computed: cᵀ = bᵀ · aᵀ.
        int status = cublasLtMatmul(
                library,
                plan.operation(),
                scalars,
                a.at(p.b().address()),
                plan.a(),
                b.at(p.a().address()),
                plan.b(),
                scalars.getPointer(1),
                c.at(p.c().address()),
                plan.c(),
                c,
                plan.c(),
                plan.algorithm(),
                spare.at(workspace),
                WORKSPACE,
                stream);
        Status.cublasLt(status, "multiply " + plan.shape());
    }

    @Override
    public void close() {
        plans.values().forEach(GemmPlan::close);
        scalars.close();
        cublasLtDestroy(library);
    }
}
