package hangolo.engine.cuda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/** The libraries that the backend calls: the driver's, the CUDA runtime, cuBLASLt and NVRTC. */
final class CudaLibraries {

    /** The CUDA that the bindings are of: 13, or 12 in a build with the profile {@code cuda12}. */
    static final int RELEASE = cublas.CUBLAS_VER_MAJOR;

    /** The oldest driver for it, as NVIDIA's release notes say. */
    static final String DRIVER = RELEASE == 12 ? "525" : "580";

    private static final Pattern LIBRARY = Pattern.compile("\\b(lib[\\w.-]+\\.so[.\\d]*): cannot open shared object");

    private CudaLibraries() {}

    /** A class whose library failed to load cannot be asked a second time why: the answers are kept. */
    private static final class Called {
        static final Optional<String> MISSING =
                complaint(cudart.class, cublas.class).map(CudaLibraries::advice);
    }

    /** As {@link Called}; of its own, since nobody needs a compiler where the others are missing. */
    private static final class Compiler {
        static final Optional<String> MISSING = complaint(nvrtc.class).map(CudaLibraries::advice);
    }

    /** Loads them; says in words what is missing and what to do about it. */
    static Optional<String> missing() {
        if (Nd4jCuda.packed()) {
            return Optional.of(
                    "this jar was built with -Pnd4j-cuda, for the backend samediff, and holds bindings of CUDA"
                            + " 11.6 instead of 13.1; use a jar that was built without");
        }
        return Called.MISSING.or(() -> missing(
                Optional.empty(),
                Compiler.MISSING,
                !compiler() && EmbeddedPtx.of(KernelSource.shipped()).isPresent()));
    }

    /** A compiler is needed only where the jar holds no compiled kernels. */
    static Optional<String> missing(Optional<String> called, Optional<String> compiler, boolean ptx) {
        return called.or(() -> compiler.filter(complaint -> !ptx)
                .map(complaint -> complaint + ". NVRTC is needed because this jar holds no PTX: one that is built with"
                        + " -Pptx does without it"));
    }

    /** Whether NVRTC is there. */
    static boolean compiler() {
        return Compiler.MISSING.isEmpty();
    }

    /** Loads what bindings are linked with; else all that the loader says. */
    static Optional<String> complaint(Class<?>... bindings) {
        try {
            for (Class<?> binding : bindings) {
                Loader.load(binding);
            }
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of(complaints(e));
        }
    }

    /** The loader tries several ways; the reason is said by the first failure, the outermost by the last. */
    private static String complaints(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable one = failure; one != null; one = one.getCause()) {
            all.append(one.getMessage()).append('\n');
        }
        return all.toString();
    }

    /** The library that the loader did not find, if it says so. */
    static Optional<String> library(String complaint) {
        Matcher library = LIBRARY.matcher(complaint);
        return library.find() ? Optional.of(library.group(1)) : Optional.empty();
    }

    /** Whether that library is the driver's. */
    static boolean driver(String library) {
        return library.startsWith("libcuda.");
    }

    /** What the loader's complaints mean for the user. */
    static String advice(String complaint) {
        Optional<String> library = library(complaint);
        if (library.isEmpty()) {
            return "the CUDA libraries cannot be loaded on this computer ("
                    + complaint.lines().findFirst().orElse("")
                    + "); needed are an NVIDIA driver of version " + DRIVER + " or newer and CUDA " + RELEASE
                    + ", on Linux or Windows (x86-64)";
        }
        String name = library.get();
        if (driver(name)) {
            return "no NVIDIA driver here (" + name + " not found); install the driver, version " + DRIVER
                    + " or newer";
        }
        return "the CUDA library " + name
                + " was not found; install the runtime of CUDA " + RELEASE
                + " (cudart, cublas, nvrtc), or the Python packages " + packages()
                + ", and put the folder of the libraries into LD_LIBRARY_PATH";
    }

    private static String packages() {
        return Stream.of("nvidia-cuda-runtime", "nvidia-cublas", "nvidia-cuda-nvrtc")
                .map(name -> RELEASE == 12 ? name + "-cu12" : name)
                .collect(Collectors.joining(", "));
    }
}
