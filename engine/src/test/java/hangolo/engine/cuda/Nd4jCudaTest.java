package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which computers nd4j-cuda-11.6 may be started on, and what the others are told. */
class Nd4jCudaTest {

    private static Gpu gpu(int architecture) {
        return new Gpu(0, "GPU", architecture / 10, architecture % 10, 8_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {37, 50, 61, 75, 86, 89})
    void keplerToAdaMayRun(int architecture) {
        assertEquals(Optional.empty(), Nd4jCuda.judge(List.of(gpu(architecture))));
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 100, 120})
    void newerGpusAreSentToCuda(int architecture) {
        assertEquals(
                Optional.of(gpu(architecture).description() + ": it holds code for compute capability 3.7 to 8.9 only;"
                        + " use --backend cuda of a jar that was built without -Pnd4j-cuda, with CUDA 13, or use"
                        + " --backend cpu"),
                Nd4jCuda.judge(List.of(gpu(86), gpu(architecture))));
    }

    @Test
    void olderGpusAndNoneAreSentToTheProcessor() {
        assertEquals(
                Optional.of("GPU, compute capability 3.5, 8.0 GB: it holds code for compute capability 3.7 to 8.9 only;"
                        + " use --backend cpu"),
                Nd4jCuda.judge(List.of(gpu(35))));
        assertEquals(Optional.of("the NVIDIA driver shows no GPU; use --backend cpu"), Nd4jCuda.judge(List.of()));
    }

    @Test
    void namesTheMissingLibrary() {
        assertEquals(
                "there is no NVIDIA driver (libcuda.so.1 not found); use --backend cpu",
                Nd4jCuda.advice("/x/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file"));
        assertEquals(
                "the libraries of CUDA 11.6 (cudart, cublas, cusolver, cusparse) cannot be loaded (libcudart.so.11.0 not"
                        + " found); install them, or use --backend cpu, or on a GPU of compute capability 7.5 or newer"
                        + " use --backend cuda of a jar that was built without -Pnd4j-cuda, with CUDA 13",
                Nd4jCuda.advice("/x/libjnicudart.so: libcudart.so.11.0: cannot open shared object file: No such file"));
    }

    /** These tests run with the bindings of CUDA 13.1, as the jars without that profile. */
    @Test
    void otherJarsHaveNothingToCheck() {
        assertFalse(Nd4jCuda.packed());
        assertDoesNotThrow(Nd4jCuda::check);
    }
}
