package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.MemoryMode;
import hangolo.engine.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * CUDA without a GPU: libraries with the names and functions of the driver, NVRTC and cuBLASLt, built by g++ from the test
 * resources together with the kernels. Once loaded, this process sees them instead of the real ones.
 */
public final class EmulatedCuda {

    private static final String EMULATE = "emulated";
    private static final List<String> SOURCES = List.of(
            "emulated_cuda.h",
            "emulated_driver.cpp",
            "emulated_nvrtc.cpp",
            "emulated_cublaslt.cpp",
            "emulated_nvml.cpp");

    /** In the order of loading, as the bindings name them. */
    private static final List<String> LIBRARIES = List.of(
            "libcuda.so.1",
            cuda("libnvrtc"),
            cuda("libcublasLt"),
            "libnvidia-ml.so.1",
            cuda("libcudart"),
            cuda("libcublas"));

    private static Optional<String> reason = Optional.empty();
    private static Path kernels = Path.of("");
    private static Optional<Path> libraries = Optional.empty();
    private static boolean ready;

    private EmulatedCuda() {}

    /** The file of a library that comes with the release of CUDA that the bindings are of. */
    static String cuda(String library) {
        return library + ".so." + CudaLibraries.RELEASE;
    }

    /**
     * The cuda backend on the GPU of this computer, unless the system property {@code hangolo.cuda} says {@code emulated};
     * else on an emulated GPU. If there is neither, the test is skipped and says why.
     */
    public static CudaBackend open(Precision precision) {
        return open(precision, MemoryMode.NORMAL);
    }

    /** As {@link #open(Precision)}, with more or less memory for training. */
    public static CudaBackend open(Precision precision, MemoryMode memory) {
        require();
        return new CudaBackend(CudaProbe.look().gpu().orElseThrow(), precision, memory, kernels);
    }

    /** Makes this process find a GPU, or an emulated one; else the test is skipped and says why. */
    public static void require() {
        Optional<String> missing = prepared();
        assumeTrue(missing.isEmpty(), () -> "not run: " + missing.orElseThrow());
    }

    /** Finds a GPU, or emulates one; says why there is none. */
    static synchronized Optional<String> prepared() {
        if (!ready) {
            ready = true;
            boolean real = realGpu();
            try {
                Path folder = Files.createTempDirectory("hangolo-cuda");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                kernels = Files.createDirectory(folder.resolve("kernels"));
                reason = real ? Optional.empty() : load(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.err.println(real ? "cuda tests: on the GPU of this computer" : emulation());
        }
        return reason;
    }

    /** The folder of the emulated libraries; empty with a real GPU, and where they cannot be built. */
    public static Optional<Path> libraries() {
        prepared();
        return libraries;
    }

    /** Makes this process see emulated libraries, but not those that are to be missing. */
    static void load(Path folder, Set<String> missing) {
        LIBRARIES.stream()
                .filter(library -> !missing.contains(library))
                .forEach(library -> System.load(folder.resolve(library).toString()));
    }

    /** Libraries may be deleted while they are loaded, on Linux; there are none elsewhere. */
    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String emulation() {
        return "cuda tests on a GPU: not run: no GPU. "
                + reason.map(r -> "On an emulated GPU: not run: " + r).orElse("Run on an emulated GPU instead.");
    }

    /** Whether this computer has a GPU. Another process looks: the driver's library must not be loaded here yet. */
    public static boolean realGpu() {
        if (EMULATE.equals(System.getProperty("hangolo.cuda"))) {
            return false;
        }
        try {
            Process process = new ProcessBuilder("nvidia-smi", "-L").start();
            return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<String> load(Path folder) throws IOException {
        String platform =
                (System.getProperty("os.name") + " " + System.getProperty("os.arch")).toLowerCase(Locale.ROOT);
        if (!platform.equals("linux amd64")) {
            return Optional.of("the emulation needs Linux on x86-64");
        }
        try {
            for (String file : SOURCES) {
                copy(file, folder);
            }
            Files.writeString(folder.resolve("driver.cpp"), driver(folder));
            build(folder, "driver.cpp", "libcuda.so.1");
            build(folder, "emulated_nvrtc.cpp", cuda("libnvrtc"));
            build(folder, "emulated_cublaslt.cpp", cuda("libcublasLt"), "-L.", "-l:libcuda.so.1");
            build(folder, "emulated_nvml.cpp", "libnvidia-ml.so.1");
            for (String empty : List.of(cuda("libcudart"), cuda("libcublas"))) {
                Files.writeString(folder.resolve("empty.cpp"), "");
                build(folder, "empty.cpp", empty);
            }
            load(folder, Set.of());
            libraries = Optional.of(folder);
            return Optional.empty();
        } catch (NoCompilerException e) {
            return Optional.of("no g++");
        }
    }

    private static boolean linux() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return platform.toLowerCase(Locale.ROOT).equals("linux amd64");
    }

    private static void copy(String file, Path folder) throws IOException {
        try (InputStream in = EmulatedCuda.class.getResourceAsStream(file)) {
            Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The emulated driver with the kernels in it. */
    private static String driver(Path folder) throws IOException {
        KernelSource source = KernelSource.shipped();
        Files.writeString(folder.resolve("kernels.cu"), source.text());
        StringBuilder text = new StringBuilder("#include \"emulated_cuda.h\"\n#include \"kernels.cu\"\n");
        text.append("static const emulated::Kernel *kernels() {\n    static const emulated::Kernel all[] = {\n");
        source.kernels()
                .keySet()
                .forEach(name -> text.append("        {\"" + name + "\", emulated::call<&" + name
                        + ">, emulated::sizes(&" + name + ")},\n"));
        text.append("        {nullptr, nullptr, nullptr}};\n    return all;\n}\n#include \"emulated_driver.cpp\"\n");
        return text.toString();
    }

    private static void build(Path folder, String source, String library, String... options) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("-fPIC", "-shared", "-fvisibility=hidden", "-Wl,-soname," + library));
        all.addAll(List.of(options));
        compile(folder, source, library, all.toArray(String[]::new));
    }

    /** What the check of the emulation itself complains about; empty where it cannot be compiled. */
    static Optional<String> check(Path folder) throws IOException {
        if (!linux()) {
            return Optional.empty();
        }
        for (String file : List.of("emulated_cuda.h", "emulated_check.cpp")) {
            copy(file, folder);
        }
        try {
            compile(folder, "emulated_check.cpp", "check");
        } catch (NoCompilerException e) {
            return Optional.empty();
        }
        return Optional.of(
                run(folder, List.of(folder.resolve("check").toString())).output());
    }

    /** Optimised, but without the check of jumps between stacks, which fibers are. */
    private static void compile(Path folder, String source, String target, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O3", "-U_FORTIFY_SOURCE"));
        command.addAll(List.of("-Wall", "-Wextra", "-Werror", "-o", target, source));
        command.addAll(List.of(options));
        Ran ran = run(folder, command);
        if (ran.code() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + ran.output());
        }
    }

    private record Ran(int code, String output) {}

    private static Ran run(Path folder, List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new NoCompilerException(e);
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class NoCompilerException extends IOException {
        private static final long serialVersionUID = 1;

        NoCompilerException(IOException cause) {
            super(cause);
        }
    }
}
