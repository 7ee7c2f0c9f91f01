package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static org.bytedeco.cuda.global.cudart.cuMemHostAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.AdamW;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads arrive as they were when they were sent, and downloads see all earlier work. */
class StreamsTest {

    private static final int BUFFER = PinnedBuffer.BYTES / Float.BYTES;

    @TempDir
    private Path folder;

    private Gpu gpu;

    @BeforeEach
    void gpu() {
        EmulatedCuda.open(Precision.FP32).close();
        gpu = CudaProbe.look().gpu().orElseThrow();
    }

    @Test
    void manyNumbersGoInChunks() {
        float[] sent = ramp(2 * BUFFER + 17, 0);
        float[] received = new float[sent.length];
        try (Device device = new Device(gpu, folder)) {
            long address = device.allocate((long) sent.length * Float.BYTES);
            device.upload(address, sent, sent.length);
            device.download(address, received, received.length);
        }
        assertArrayEquals(sent, received);
    }

    /** More than the buffer holds: none may overwrite another that the GPU has not read yet. */
    @Test
    void thingsSentOneAfterTheOtherKeepTheirNumbers() {
        int each = BUFFER / 100 + 1;
        float[] received = new float[each];
        try (Device device = new Device(gpu, folder)) {
            long address = device.allocate(150L * each * Float.BYTES);
            for (int i = 0; i < 150; i++) {
                device.upload(address + (long) i * each * Float.BYTES, ramp(each, i), each);
            }
            for (int i = 0; i < 150; i++) {
                device.download(address + (long) i * each * Float.BYTES, received, each);
                assertArrayEquals(ramp(each, i), received, "number " + i);
            }
        }
    }

    @Test
    void anotherThreadReadsParametersAsTheLastUpdateLeftThem() throws ExecutionException, InterruptedException {
        List<ParameterSpec> specs = List.of(new ParameterSpec("w", new int[] {1000}, true));
        try (CudaBackend backend = EmulatedCuda.open(Precision.FP32);
                ParameterStore store = backend.store(specs, true)) {
            store.fill("w", Role.WEIGHT, ramp(1000, 0));
            assertArrayEquals(ramp(1000, 0), elsewhere(store));
            float[] gradient = new float[1000];
            Arrays.fill(gradient, 1);
            store.fill("w", Role.GRADIENT, gradient);
            store.update(new AdamW(0.9, 0.999, 1e-8, 0), 1, 0.5);
            assertEquals(-0.5, elsewhere(store)[0], 1e-6);
            assertEquals(998.5, elsewhere(store)[999], 1e-3);
        }
    }

    private static float[] elsewhere(ParameterStore store) throws ExecutionException, InterruptedException {
        FutureTask<float[]> read = new FutureTask<>(() -> store.values("w", Role.WEIGHT));
        new Thread(read).start();
        return read.get();
    }

    /** The emulated GPU detects who changes numbers too early, or reads them too early. */
    @Test
    void theEmulatedGpuWorksAtTheLastMoment() {
        assumeTrue(!EmulatedCuda.realGpu(), "not run: this computer has a GPU");
        FloatPointer locked = new FloatPointer();
        try (Device device = new Device(gpu, folder);
                CUstream_st stream = new CUstream_st()) {
            long address = device.allocate(Float.BYTES);
            Status.driver(cuMemHostAlloc(locked, Float.BYTES, 0), "lock memory");
            Status.driver(cuStreamCreate(stream, 0), "make a stream");
            cuMemcpyHtoDAsync(address, locked.put(1f), Float.BYTES, stream);
            locked.put(2f);
            cuStreamSynchronize(stream);
            locked.put(3f);
            cuMemcpyDtoHAsync(locked, address, Float.BYTES, stream);
            assertEquals(3f, locked.get());
            cuStreamSynchronize(stream);
            assertEquals(2f, locked.get());
            cuMemFreeHost(locked);
            cuStreamDestroy(stream);
            device.free(address);
        }
    }

    private static float[] ramp(int length, int start) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = start + i;
        }
        return values;
    }
}
