package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.cuda.KernelSource.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cublas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * NVIDIA's own libraries, where they are found: the compiler needs no GPU. In another process, which sees the driver's library
 * emulated if there is no GPU, and the others as the program finds them, or in the folder that the system property
 * {@code hangolo.cuda.libraries} names.
 */
class NvrtcTest {

    private static final String FOLDER = "hangolo.cuda.libraries";

    private static final String PATH = "LD_LIBRARY_PATH";

    /** Turing, Ampere (large and small), Ada, Hopper, Blackwell (large and small). */
    private static final int[] ARCHITECTURES = {75, 80, 86, 89, 90, 100, 120};

    /** No compiler knows it yet. */
    private static final int FUTURE = 999;

    private static final String NONE = "none: ";

    @TempDir
    private Path folder;

    /** What that process does. */
    static final class WithNvrtc {
        private WithNvrtc() {}

        /** Compiles the kernels into a folder, for all architectures, or says what is missing. */
        public static void main(String[] arguments) throws IOException {
            if (arguments.length > 1) {
                EmulatedCuda.load(
                        Path.of(arguments[1]),
                        Set.of(
                                EmulatedCuda.cuda("libnvrtc"),
                                EmulatedCuda.cuda("libcublasLt"),
                                "libnvidia-ml.so.1",
                                EmulatedCuda.cuda("libcudart"),
                                EmulatedCuda.cuda("libcublas")));
            }
            Optional<String> missing = CudaLibraries.missing();
            if (missing.isPresent()) {
                System.out.print(NONE + missing.get());
                return;
            }
            Path folder = Path.of(arguments[0]);
            for (int architecture : ARCHITECTURES) {
                Files.write(folder.resolve("sm_" + architecture), compile(folder, architecture));
            }
            Files.write(folder.resolve("ptx"), compile(folder, FUTURE));
            System.out.println("cuBLASLt " + cublas.cublasLtGetVersion());
            try {
                new KernelCompiler(folder, ARCHITECTURES[0]).image(new KernelSource("#line 1 \"a.cu\"\nwrong"));
            } catch (CudaException e) {
                System.out.println(e.getMessage());
            }
        }

        private static byte[] compile(Path folder, int architecture) {
            return new KernelCompiler(folder.resolve("cache"), architecture).image(KernelSource.shipped());
        }
    }

    @Test
    void compilesTheKernelsForEveryGenerationOfGpus() throws IOException, InterruptedException {
        String said = withNvrtc();
        Map<String, List<Integer>> expected = KernelSource.shipped().kernels().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, NvrtcTest::bytes));
        for (int architecture : ARCHITECTURES) {
            byte[] image = Files.readAllBytes(folder.resolve("sm_" + architecture));
            assertEquals(expected, new Cubin(image).kernels(), "sm_" + architecture);
        }
        String ptx = Files.readString(folder.resolve("ptx"), StandardCharsets.ISO_8859_1);
        expected.keySet().forEach(kernel -> assertTrue(ptx.contains(".entry " + kernel + "("), kernel));
        assertTrue(said.contains("the kernels do not compile for sm_75: a.cu(1): error: "), said);
        System.out.println(
                "NVIDIA's own compiler: run, beside " + said.lines().findFirst().orElseThrow());
    }

    /** What {@link Kernels} hands over for each parameter. */
    private static List<Integer> bytes(Map.Entry<String, List<Kind>> kernel) {
        return kernel.getValue().stream()
                .map(kind -> kind == Kind.WIDE ? Long.BYTES : Integer.BYTES)
                .toList();
    }

    private String withNvrtc() throws IOException, InterruptedException {
        String path = Stream.of(System.getProperty(FOLDER, ""), System.getenv().getOrDefault(PATH, ""))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(File.pathSeparator));
        JavaProcess process = new JavaProcess(WithNvrtc.class, Optional.empty(), Optional.of(path));
        String said = process.run(Stream.concat(Stream.of(folder), EmulatedCuda.libraries().stream())
                .map(Path::toString)
                .toArray(String[]::new));
        if (said.startsWith(NONE)) {
            System.out.println("NVIDIA's own compiler: not run: " + said);
        }
        assumeTrue(!said.startsWith(NONE), "not run: " + said);
        return said;
    }
}
