package hangolo.engine.cuda;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/** The libraries that the backend calls: the driver's, the CUDA runtime, cuBLASLt and NVRTC. */
final class CudaLibraries {

    private static final Pattern LIBRARY = Pattern.compile("\\b(lib[\\w.-]+\\.so[.\\d]*): cannot open shared object");

    private static final List<Class<?>> BINDINGS = List.of(
            org.bytedeco.cuda.global.cudart.class,
            org.bytedeco.cuda.global.cublas.class,
            org.bytedeco.cuda.global.nvrtc.class);

    private CudaLibraries() {}

    /** A class whose library failed to load cannot be asked a second time why: the answer is kept. */
    private static final class Loaded {
        static final Optional<String> MISSING = load();
    }

    /** Loads them; says in words what is missing and what to do about it. */
    static Optional<String> missing() {
        return Loaded.MISSING;
    }

    private static Optional<String> load() {
        for (Class<?> binding : BINDINGS) {
            try {
                Loader.load(binding);
            } catch (LinkageError e) {
                return Optional.of(advice(complaints(e)));
            }
        }
        return Optional.empty();
    }

    /** The loader tries several ways; the reason is said by the first failure, the outermost by the last. */
    private static String complaints(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable one = failure; one != null; one = one.getCause()) {
            all.append(one.getMessage()).append('\n');
        }
        return all.toString();
    }

    /** What the loader's complaints mean for the user. */
    static String advice(String complaint) {
        Matcher library = LIBRARY.matcher(complaint);
        if (!library.find()) {
            return "the CUDA libraries cannot be loaded on this computer ("
                    + complaint.lines().findFirst().orElse("")
                    + "); needed are an NVIDIA driver of version 580 or newer and CUDA 13, on Linux or Windows (x86-64)";
        }
        String name = library.group(1);
        if (name.startsWith("libcuda.")) {
            return "no NVIDIA driver here (" + name + " not found); install the driver, version 580 or newer";
        }
        return "the CUDA library " + name
                + " was not found; install the runtime of CUDA 13 (cudart, cublas, nvrtc), put its"
                + " folder into LD_LIBRARY_PATH, or put the jar cuda-13.1-9.19-1.5.13-linux-x86_64-redist.jar on the"
                + " class path";
    }
}
