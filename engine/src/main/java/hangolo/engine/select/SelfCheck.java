package hangolo.engine.select;

import hangolo.engine.AdamW;
import hangolo.engine.AttentionSpec;
import hangolo.engine.Backend;
import hangolo.engine.HeadLayout;
import hangolo.engine.PackedSequences;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.engine.cpu.CpuBackend;
import java.util.List;
import java.util.Random;

/**
 * A small training step on a backend and on the CPU, which {@code auto} runs before it trusts a GPU: one block of norm, attention and
 * GELU with dropout, its gradients and an update, in fp32.
 */
final class SelfCheck {

    private static final int ROWS = 70;
    private static final int WIDTH = 32;
    private static final int HEADS = 2;
    private static final double TOLERANCE = 1e-3;

    private static final List<ParameterSpec> SPECS = List.of(
            new ParameterSpec("gain", new int[] {WIDTH}, false),
            new ParameterSpec("bias", new int[] {WIDTH}, false),
            new ParameterSpec("qkv", new int[] {WIDTH, 3 * WIDTH}, true),
            new ParameterSpec("fc", new int[] {WIDTH, WIDTH}, true));

    private SelfCheck() {}

    /** Whether every gradient, and every weight after the step, agrees with the CPU. */
    static boolean passes(Backend backend) {
        try (Backend processor = new CpuBackend(1)) {
            float[] expected = step(processor);
            float[] found = step(backend);
            double largest = 0;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(expected[i] - found[i]) <= TOLERANCE * largest)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** All gradients, scaled to the size of weights, and all weights after the update. */
    private static float[] step(Backend backend) {
        Random random = new Random(1);
        try (ParameterStore store = backend.store(SPECS, true)) {
            for (ParameterSpec spec : SPECS) {
                store.fill(spec.name(), Role.WEIGHT, values(random, spec.count(), 0.3));
            }
            float[] input = values(random, ROWS * WIDTH, 1);
            store.zeroGradients();
            try (Pass pass = backend.training(1, 1)) {
                Tensor x = pass.constant(ROWS, WIDTH, input);
                pass.backward(
                        pass.squaredError(
                                pass.checkpointed(x, in -> block(pass, store, in)), pass.constant(ROWS, WIDTH, input)),
                        1f);
            }
            float[] all =
                    new float[2 * SPECS.stream().mapToInt(ParameterSpec::count).sum()];
            int at = copy(store, Role.GRADIENT, all, 0);
            store.update(AdamW.COQUI, 1, 1e-3);
            copy(store, Role.WEIGHT, all, at);
            return all;
        }
    }

    private static Tensor block(Pass pass, ParameterStore store, Tensor x) {
        Tensor normed = pass.layerNorm(x, store.weight("gain"), store.weight("bias"), 1e-5f);
        Tensor qkv = pass.matmul(normed, store.weight("qkv"));
        int width = WIDTH / HEADS;
        Tensor mixed = pass.attention(
                new HeadLayout(qkv, 0, width),
                new HeadLayout(qkv, WIDTH, width),
                new HeadLayout(qkv, 2 * WIDTH, width),
                AttentionSpec.within(PackedSequences.ofLengths(ROWS - 20, 20), HEADS, width, true, 0.1f));
        return pass.residual(x, pass.geluTanh(pass.matmul(mixed, store.weight("fc"))), 0.1f);
    }

    private static int copy(ParameterStore store, Role role, float[] target, int start) {
        int at = start;
        for (ParameterSpec spec : SPECS) {
            float[] values = store.values(spec.name(), role);
            System.arraycopy(values, 0, target, at, values.length);
            at += values.length;
        }
        return at;
    }

    private static float[] values(Random random, int count, double size) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (size * random.nextGaussian());
        }
        return values;
    }
}
