package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.MemoryMode;
import hangolo.engine.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said about a computer that has no GPU, an old one, or not all libraries. */
class CudaProbeTest {

    private static final Gpu OLD = new Gpu(0, "GeForce GTX 1080", 6, 1, 8_000_000_000L);
    private static final Gpu SMALL = new Gpu(1, "L4", 8, 9, 24_000_000_000L);
    private static final Gpu LARGE = new Gpu(2, "H200", 9, 0, 141_000_000_000L);
    private static final Gpu TWIN = new Gpu(3, "H200", 9, 0, 141_000_000_000L);

    @Test
    void takesTheUsableGpuWithTheMostMemory() {
        CudaProbe probe = CudaProbe.judge(13000, List.of(OLD, SMALL, TWIN, LARGE));
        assertEquals(Optional.of(LARGE), probe.gpu());
        assertEquals(Optional.empty(), probe.obstacle());
    }

    @Test
    void saysThatAGpuIsTooOld() {
        CudaProbe probe = CudaProbe.judge(13000, List.of(OLD));
        assertEquals(Optional.empty(), probe.gpu());
        assertEquals(
                "GeForce GTX 1080, compute capability 6.1, 8.0 GB: too old for this backend, which begins at compute"
                        + " capability 7.5",
                probe.obstacle().orElseThrow());
    }

    @Test
    void saysThatTheDriverIsTooOld() {
        CudaProbe probe = CudaProbe.judge(11080, List.of(LARGE));
        assertEquals(Optional.empty(), probe.gpu());
        assertEquals(
                "the NVIDIA driver is too old: it supports CUDA 11.8, needed is " + CudaLibraries.RELEASE
                        + "; install a driver of version " + CudaLibraries.DRIVER + " or newer",
                probe.obstacle().orElseThrow());
    }

    @Test
    void refusesTf32OnAGpuThatHasNone() {
        Gpu turing = new Gpu(0, "T4", 7, 5, 16_000_000_000L);
        Exception refused = assertThrows(
                CudaException.class, () -> new CudaBackend(turing, Precision.TF32, MemoryMode.NORMAL, Path.of("none")));
        assertTrue(
                refused.getMessage()
                        .startsWith("T4, compute capability 7.5, 16.0 GB: too old for tf32, which begins at compute"
                                + " capability 8.0; use --precision fp32 or bf16"),
                refused.getMessage());
    }

    @Test
    void saysThatThereIsNoGpu() {
        assertTrue(CudaProbe.judge(13000, List.of()).obstacle().orElseThrow().contains("shows no GPU"));
    }

    @Test
    void namesTheMissingLibraryAndWhatToDo() {
        String driver = CudaLibraries.advice(
                "/x/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file or directory");
        assertEquals(
                "no NVIDIA driver here (libcuda.so.1 not found); install the driver, version " + CudaLibraries.DRIVER
                        + " or newer",
                driver);
        String product = CudaLibraries.advice(
                "/x/libjnicublas.so: libcublasLt.so.13: cannot open shared object file: No such file or directory");
        assertTrue(product.startsWith("the CUDA library libcublasLt.so.13 was not found; install"), product);
        String other = CudaLibraries.advice("no jnicudart in java.library.path: []\nmore");
        assertTrue(other.contains("(no jnicudart in java.library.path: [])"), other);
    }

    @Test
    void keepsKernelsWhereTheSystemKeepsCaches() {
        Path home = Path.of("home");
        assertEquals(Path.of("home/.cache/hangolo/kernels"), KernelCache.folder("Linux", Map.of(), home));
        assertEquals(Path.of("c/hangolo/kernels"), KernelCache.folder("Linux", Map.of("XDG_CACHE_HOME", "c"), home));
        assertEquals(Path.of("d/hangolo/kernels"), KernelCache.folder("Windows 11", Map.of("LOCALAPPDATA", "d"), home));
    }
}
