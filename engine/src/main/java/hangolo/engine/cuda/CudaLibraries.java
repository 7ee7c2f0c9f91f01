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

/** The libraries that the backend calls: the driver, the CUDA runtime, cuBLASLt and NVRTC. */
final class CudaLibraries {

    /** The CUDA release of the bindings: 13, or 12 in a build with the profile {@code cuda12}. */
    static final int RELEASE = cublas.CUBLAS_VER_MAJOR;

    /** The oldest driver for it, as NVIDIA's release notes say. */
    static final String DRIVER = RELEASE == 12 ? "525" : "580";

    private static final Pattern LIBRARY = Pattern.compile("\\b(lib[\\w.-]+\\.so[.\\d]*): cannot open shared object");

    private CudaLibraries() {}

    /** A class whose library failed to load does not say why a second time: the answers are kept. */
    private static final class Bindings {
        static final Optional<String> MISSING =
                loadError(cudart.class, cublas.class).map(CudaLibraries::advice);
    }

    /** As {@link Bindings}; separate, since no compiler is needed where the others are missing. */
    private static final class Compiler {
        static final Optional<String> MISSING = loadError(nvrtc.class).map(CudaLibraries::advice);
    }

    /** Loads them; says what is missing and what to do about it. */
    static Optional<String> missing() {
        if (Nd4jCuda.packed()) {
            return Optional.of(
                    "this jar was built with -Pnd4j-cuda, for the backend samediff, and holds bindings of CUDA"
                            + " 11.6 instead of 13.1; use a jar that was built without");
        }
        return Bindings.MISSING.or(() -> missing(
                Optional.empty(),
                Compiler.MISSING,
                !compiler() && EmbeddedPtx.of(KernelSource.shipped()).isPresent()));
    }

    /** The compiler is needed only where the jar holds no PTX. */
    static Optional<String> missing(Optional<String> runtime, Optional<String> compiler, boolean ptx) {
        return runtime.or(() -> compiler.filter(loadError -> !ptx)
                .map(loadError -> loadError + ". NVRTC is needed because this jar holds no PTX: one that is built with"
                        + " -Pptx does without it"));
    }

    /** Whether NVRTC is there. */
    static boolean compiler() {
        return Compiler.MISSING.isEmpty();
    }

    /** Loads the libraries of some bindings; else the loader's messages. */
    static Optional<String> loadError(Class<?>... bindings) {
        try {
            for (Class<?> binding : bindings) {
                Loader.load(binding);
            }
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of(messages(e));
        }
    }

    /** All messages of the chain of causes: the loader tries several paths, and any of them may name the reason. */
    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable one = failure; one != null; one = one.getCause()) {
            all.append(one.getMessage()).append('\n');
        }
        return all.toString();
    }

    /** The library that the loader did not find, if it says so. */
    static Optional<String> library(String loadError) {
        Matcher library = LIBRARY.matcher(loadError);
        return library.find() ? Optional.of(library.group(1)) : Optional.empty();
    }

    /** Whether that library is the driver's. */
    static boolean driver(String library) {
        return library.startsWith("libcuda.");
    }

    /** What the loader's messages mean for the user. */
    static String advice(String loadError) {
        Optional<String> library = library(loadError);
        if (library.isEmpty()) {
            return "the CUDA libraries cannot be loaded on this computer ("
                    + loadError.lines().findFirst().orElse("")
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
