package hangolo.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import hangolo.engine.AdamW;
import hangolo.engine.AttentionSpec;
import hangolo.engine.Backend;
import hangolo.engine.HeadLayout;
import hangolo.engine.MemoryMode;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training step leaves small objects on the Java heap, and no arrays of the size of a tensor. */
class GarbageTest {

    private static final int ROWS = 1024;
    private static final int WIDTH = 256;
    private static final int HEADS = 4;
    private static final long TENSOR = (long) ROWS * WIDTH * Float.BYTES;

    @ParameterizedTest
    @EnumSource
    void aStepLeavesLessThanATensor(MemoryMode memory) {
        List<ParameterSpec> specs = List.of(
                parameter("gain", 1, WIDTH),
                parameter("bias", 1, WIDTH),
                parameter("qkv", WIDTH, 3 * WIDTH),
                parameter("out", WIDTH, WIDTH),
                parameter("head", WIDTH, WIDTH));
        float[] values = new float[ROWS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        try (Backend backend = new CpuBackend(2, CpuBackend.fastest(), memory);
                ParameterStore store = backend.store(specs, true, backend.precision())) {
            specs.forEach(
                    spec -> store.fill(spec.name(), ParameterStore.Role.WEIGHT, Arrays.copyOf(values, spec.count())));
            long least = Long.MAX_VALUE;
            for (int step = 1; step <= 5; step++) {
                long before = allocated();
                step(backend, store, step, values);
                least = Math.min(least, allocated() - before);
            }
            assertTrue(least < TENSOR, "a step left " + least + " bytes, a tensor has " + TENSOR);
        }
    }

    private static ParameterSpec parameter(String name, int rows, int columns) {
        return new ParameterSpec(name, new int[] {rows, columns}, true);
    }

    private static void step(Backend backend, ParameterStore store, int step, float[] values) {
        int[] targets = new int[ROWS];
        PackedSequences sequences = PackedSequences.uniform(2, ROWS / 2);
        store.zeroGradients();
        try (Pass pass = backend.training(1, step)) {
            Tensor x = pass.addRow(pass.constant(ROWS, WIDTH, values), store.weight("bias"));
            Tensor y = pass.checkpointed(x, in -> block(pass, store, in, sequences));
            Tensor loss = pass.crossEntropy(pass.matmul(y, store.weight("head")), targets);
            pass.backward(loss, 1f);
        }
        store.gradientNorm();
        store.update(AdamW.COQUI, step, 1e-6);
    }

    private static Tensor block(Pass pass, ParameterStore store, Tensor x, PackedSequences sequences) {
        int width = WIDTH / HEADS;
        Tensor grouped = pass.groupNorm(x, sequences, 8, store.weight("gain"), store.weight("bias"), 1e-5f);
        Tensor normed = pass.layerNorm(grouped, store.weight("gain"), store.weight("bias"), 1e-5f);
        Tensor qkv = pass.matmul(normed, store.weight("qkv"));
        Tensor mixed = pass.attention(
                new HeadLayout(qkv, 0, width),
                new HeadLayout(qkv, WIDTH, width),
                new HeadLayout(qkv, 2 * WIDTH, width),
                AttentionSpec.within(sequences, HEADS, width, true, 0.1f));
        return pass.residual(x, pass.geluTanh(pass.matmul(mixed, store.weight("out"))), 0.1f);
    }

    /** By all threads. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
