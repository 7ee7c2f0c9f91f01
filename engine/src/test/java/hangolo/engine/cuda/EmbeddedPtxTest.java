package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.MemoryMode;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A computer without NVRTC, with and without PTX in the jar: another process, which sees all emulated libraries but that. */
class EmbeddedPtxTest {

    private static final String NVRTC = EmulatedCuda.cuda("libnvrtc");

    @TempDir
    private Path resources;

    /** What that process does. */
    static final class WithoutNvrtc {
        private WithoutNvrtc() {}

        /** Computes something, or says why it cannot. */
        public static void main(String[] arguments) {
            EmulatedCuda.load(Path.of(arguments[0]), Set.of(NVRTC));
            try (CudaBackend backend = CudaBackend.open(Precision.FP32, MemoryMode.NORMAL);
                    Pass pass = backend.inference()) {
                System.out.print(Arrays.toString(pass.read(pass.scale(pass.constant(1, 2, new float[] {1, 2}), 2))));
            } catch (CudaException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void runsWithoutNvrtcOnThePtxOfTheJar() throws IOException, InterruptedException {
        pack(KernelSource.shipped());
        assertEquals("[2.0, 4.0]", withoutNvrtc());
    }

    @Test
    void neverTakesPtxOfOtherKernels() throws IOException, InterruptedException {
        assumeTrue(EmbeddedPtx.of(KernelSource.shipped()).isEmpty(), "not run: this build holds PTX");
        pack(new KernelSource("other kernels"));
        String said = withoutNvrtc();
        assertTrue(
                said.startsWith("the backend cuda cannot run here: the CUDA library " + NVRTC + " was not found;"),
                said);
        assertTrue(
                said.endsWith("NVRTC is needed because this jar holds no PTX: one that is built with -Pptx does"
                        + " without it"),
                said);
    }

    @Test
    void otherLibrariesAreMissedFirst() {
        Optional<String> driver = Optional.of("no driver");
        Optional<String> compiler = Optional.of("no NVRTC");
        assertEquals(driver, CudaLibraries.missing(driver, compiler, true));
        assertEquals(driver, CudaLibraries.missing(driver, compiler, false));
        assertEquals(Optional.empty(), CudaLibraries.missing(Optional.empty(), compiler, true));
        assertEquals(Optional.empty(), CudaLibraries.missing(Optional.empty(), Optional.empty(), false));
    }

    /** PTX as the emulated driver knows it. */
    private void pack(KernelSource source) throws IOException {
        Path folder = Files.createDirectories(resources.resolve("hangolo/engine/cuda"));
        Files.writeString(folder.resolve(EmbeddedPtx.name(source)), "//\n.version 9.0\n.target sm_75\n");
    }

    private String withoutNvrtc() throws IOException, InterruptedException {
        Optional<Path> libraries = EmulatedCuda.libraries();
        assumeTrue(libraries.isPresent(), "not run: no emulated GPU");
        return new JavaProcess(WithoutNvrtc.class, Optional.of(resources), Optional.empty())
                .run(libraries.orElseThrow().toString());
    }
}
