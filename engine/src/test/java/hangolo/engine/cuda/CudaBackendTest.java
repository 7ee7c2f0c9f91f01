package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.MemoryMode;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the backend does around its operations: memory, kernels on disk, threads. */
class CudaBackendTest {

    private static final List<ParameterSpec> HUGE = List.of(new ParameterSpec("a", new int[] {1 << 20, 1 << 10}, true));

    @TempDir
    private Path folder;

    @BeforeEach
    void gpu() {
        EmulatedCuda.open(Precision.FP32).close();
    }

    @Test
    void saysWhatToDoWhenTheMemoryOfTheGpuIsUsedUp() {
        int times = Math.toIntExact(CudaProbe.look().gpu().orElseThrow().bytes() >> 32) + 1;
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32)) {
            Exception e = assertThrows(CudaException.class, () -> {
                for (int i = 0; i < times; i++) {
                    backend.store(HUGE, true);
                }
            });
            assertTrue(
                    e.getMessage().startsWith("the memory of the GPU is used up (4295 MB more asked for)."),
                    e::getMessage);
            assertTrue(e.getMessage().contains("smaller BATCH_SIZE"), e::getMessage);
        }
    }

    @Test
    void keepsCompiledKernels() throws IOException {
        Gpu gpu = CudaProbe.look().gpu().orElseThrow();
        new CudaBackend(gpu, Precision.FP32, MemoryMode.NORMAL, folder).close();
        KernelCompiler compiler = new KernelCompiler(folder, gpu.architecture());
        Path file = compiler.file(KernelSource.shipped());
        assertTrue(Files.size(file) > 0);
        Files.writeString(file, "damaged");
        new CudaBackend(gpu, Precision.FP32, MemoryMode.NORMAL, folder).close();
        assertNotEquals("damaged", Files.readString(file, StandardCharsets.ISO_8859_1));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void showsWhatTheCompilerSays() {
        KernelCompiler compiler =
                new KernelCompiler(folder, CudaProbe.look().gpu().orElseThrow().architecture());
        Exception e = assertThrows(CudaException.class, () -> compiler.image(new KernelSource("#error no")));
        assertTrue(e.getMessage().startsWith("the kernels do not compile for sm_"), e::getMessage);
        assertTrue(e.getMessage().contains("#error"), e::getMessage);
    }

    @Test
    void worksFromAnotherThread() throws InterruptedException {
        float[] values = {1, 2, 3};
        float[][] read = new float[1][];
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32)) {
            Thread other = new Thread(() -> {
                try (Pass pass = backend.inference()) {
                    read[0] = pass.read(pass.scale(pass.constant(1, 3, values), 2));
                }
            });
            other.start();
            other.join();
        }
        assertArrayEquals(new float[] {2, 4, 6}, read[0]);
    }

    @Test
    void keepsItsMemoryForTheNextPass() {
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32)) {
            for (int i = 0; i < 3; i++) {
                try (Pass pass = backend.inference()) {
                    pass.buffer(3000, 4000);
                }
            }
            assertEquals(Arena.padded(3000L * 4000 * Float.BYTES), backend.workingBytes());
        }
    }

    @Test
    void memoryOfSeveralPagesBecomesOnePiece() {
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32)) {
            long free = backend.freeBytes();
            for (int i = 0; i < 2; i++) {
                try (Pass pass = backend.inference()) {
                    for (int part = 0; part < 8; part++) {
                        pass.buffer(1 << 10, 5 << 10); // 20 MiB: 8 blocks of 32 MiB
                    }
                    assertEquals(i == 0 ? 8 * 32L << 20 : 160L << 20, free - backend.freeBytes());
                }
            }
        }
    }

    @Test
    void refusesAKernelCallWithAnArgumentTooFew() {
        Gpu gpu = CudaProbe.look().gpu().orElseThrow();
        try (Device device = new Device(gpu, folder)) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> device.launch("add", 1, 0, 0, 0));
            assertEquals("the kernel add has 4 parameters, called with 3", e.getMessage());
        }
    }

    /** A parameter of odd length lies between others: none of them may touch the gap or a neighbour. */
    @Test
    void parametersKeepToThemselves() {
        List<ParameterSpec> specs = List.of(
                new ParameterSpec("a", new int[] {3}, true),
                new ParameterSpec("b", new int[] {129}, false),
                new ParameterSpec("c", new int[] {1}, true));
        ParameterLayout layout = ParameterLayout.of(specs);
        assertArrayEquals(new long[] {0, 128, 384, 512}, layout.offsets());
        assertArrayEquals(new int[] {0, 128, 384, 512}, layout.bounds());
        assertArrayEquals(new int[] {1, 0, 1}, layout.decays());
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32);
                ParameterStore store = backend.store(specs, true)) {
            store.write("b", Role.WEIGHT, 128, new float[] {5}, 1);
            assertEquals(5, store.values("b", Role.WEIGHT)[128]);
            assertArrayEquals(new float[] {0}, store.values("c", Role.WEIGHT));
            assertThrows(IllegalArgumentException.class, () -> store.write("b", Role.WEIGHT, 128, new float[2], 2));
        }
    }

    @Test
    void countsWhatTheGpuDoes() {
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32)) {
            Profile profile = backend.profile(() -> {
                try (Pass pass = backend.inference()) {
                    pass.scale(pass.constant(1, 3, new float[3]), 2);
                    pass.scale(pass.constant(1, 3, new float[3]), 2);
                    pass.linear(pass.constant(1, 3, new float[3]), pass.constant(2, 3, new float[6]));
                }
            });
            assertEquals(
                    List.of("matmul in FP32", "scale"),
                    List.copyOf(profile.uses().keySet()));
            assertEquals(2, profile.uses().get("scale").times());
            assertTrue(profile.uses().get("scale").seconds() > 0);
        }
    }

    @Test
    void tellsHowBusyTheGpuIs() {
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32)) {
            double percent = backend.utilizationPercent().orElseThrow();
            assertTrue(percent >= 0 && percent <= 100, () -> percent + " %");
            assertTrue(EmulatedCuda.realGpu() || percent == 93, () -> percent + " %");
        }
    }
}
