package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.cuda.KernelSource.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of the kernels before a GPU sees them. */
class KernelSourceTest {

    @TempDir
    private Path folder;

    /** Turing, which PTX is made for too, Ampere, Hopper, Blackwell. */
    @ParameterizedTest
    @ValueSource(ints = {75, 80, 90, 120})
    void compilesForEveryGeneration(int architecture) throws IOException, InterruptedException {
        Path source = folder.resolve("kernels.cu");
        Files.writeString(source, KernelSource.shipped().text());
        Process nvcc;
        try {
            nvcc = new ProcessBuilder(
                            "nvcc",
                            "-arch=sm_" + architecture,
                            "-Werror",
                            "all-warnings",
                            "-cubin",
                            "-o",
                            "kernels.cubin",
                            source.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            System.out.println("kernels for sm_" + architecture + ": not run: no nvcc");
            assumeTrue(false, "not run: no nvcc");
            return;
        }
        String output = new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, nvcc.waitFor(), output);
        assertTrue(Files.size(folder.resolve("kernels.cubin")) > 0);
    }

    @Test
    void needsNoHeader() {
        assertTrue(KernelSource.shipped().text().lines().noneMatch(line -> line.contains("#include")));
    }

    @Test
    void readsWhatKernelsTake() {
        KernelSource source = new KernelSource(
                "extern \"C\" __global__ void a(const float *x, float factor, wide n) {}\n__device__ float b(int c);\n"
                        + "extern \"C\" __global__ void d(\n    int e, bf16 *f) {}");
        assertEquals(List.of("a", "d"), List.copyOf(source.kernels().keySet()));
        assertEquals(List.of(Kind.WIDE, Kind.FLOAT, Kind.WIDE), source.kernels().get("a"));
        assertEquals(List.of(Kind.INT, Kind.WIDE), source.kernels().get("d"));
    }

    @Test
    void anotherTextHasAnotherName() {
        assertNotEquals(new KernelSource("a").hash(), new KernelSource("b").hash());
        assertEquals(new KernelSource("a").hash(), new KernelSource("a").hash());
    }
}
