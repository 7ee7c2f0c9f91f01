package hangolo.engine.cuda;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cusolver;
import org.bytedeco.javacpp.Loader;

/**
 * A jar of the profile {@code nd4j-cuda}, in which the samediff backend runs on a GPU through nd4j-cuda-11.6, and its requirements.
 * Nothing here loads ND4J: without CUDA 11.6 it would compute on the CPU, and on a GPU that it has no code for it would fail in its
 * first operation.
 */
public final class Nd4jCuda {

    /** The release of its bindings, which have the same names in every version of CUDA. */
    private static final String BINDINGS = "11.6";

    /** It holds machine code for compute capability 3.7 to 8.6, which runs on 8.9 too, and no PTX. */
    private static final int OLDEST = 37;

    private static final int NEWEST = 89;

    private static final String CPU = "use --backend cpu";
    private static final String CUDA = "use --backend cuda of a jar that was built without -Pnd4j-cuda, with CUDA 13";

    private Nd4jCuda() {}

    /**
     * Checks libraries and GPUs.
     *
     * @throws CudaException if this jar holds nd4j-cuda-11.6 and it cannot run here; the message says which backend can
     */
    public static void check() {
        obstacle().ifPresent(obstacle -> {
            throw new CudaException(
                    "the backend samediff of this jar, which runs on nd4j-cuda-11.6, cannot run here: " + obstacle);
        });
    }

    /** Why it cannot run here, and which backend can; empty if it can, and in a jar without nd4j-cuda. */
    public static Optional<String> obstacle() {
        if (!packed()) {
            return Optional.empty();
        }
        Optional<String> loadError = CudaLibraries.loadError(cudart.class, cublas.class, cusolver.class);
        if (loadError.isPresent()) {
            return loadError.map(Nd4jCuda::advice);
        }
        try {
            return judge(CudaProbe.readGpus());
        } catch (CudaException e) {
            return Optional.of(e.getMessage() + "; " + CPU);
        }
    }

    /** Whether this program contains the bindings of CUDA 11.6, and so not those of the cuda backend. */
    static boolean packed() {
        try {
            return Optional.ofNullable(Loader.getVersion("org.bytedeco", "cuda"))
                    .filter(version -> version.startsWith(BINDINGS))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** What the loader's message means for the user. Without CUDA 11.6 the GPU cannot be queried. */
    static String advice(String loadError) {
        Optional<String> library = CudaLibraries.library(loadError);
        if (library.filter(CudaLibraries::driver).isPresent()) {
            return "there is no NVIDIA driver (" + library.get() + " not found); " + CPU;
        }
        String reason = library.map(name -> name + " not found")
                .orElseGet(() -> loadError.lines().findFirst().orElse(""));
        return "the libraries of CUDA 11.6 (cudart, cublas, cusolver, cusparse) cannot be loaded (" + reason
                + "); install them, or " + CPU + ", or on a GPU of compute capability 7.5 or newer " + CUDA;
    }

    /** The result for some GPUs: ND4J may use any of them, so that it needs code for each. */
    static Optional<String> judge(List<Gpu> gpus) {
        if (gpus.isEmpty()) {
            return Optional.of("the NVIDIA driver shows no GPU; " + CPU);
        }
        return gpus.stream()
                .filter(gpu -> gpu.architecture() < OLDEST || gpu.architecture() > NEWEST)
                .findFirst()
                .map(gpu -> gpu.description() + ": it holds code for compute capability 3.7 to 8.9 only; "
                        + (gpu.usable() ? CUDA + ", or " + CPU : CPU));
    }
}
