package hangolo.models.xtts.vocoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.Backend;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A vocoder of random weights. That it computes what the original computes: see the verification. */
class HifiGanTest {

    private static final int WIDTH = 4;
    private static final int SPEAKER = 3;

    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, StateDict.Source> tensors = new LinkedHashMap<>();

    private StateDict weights() {
        convolution("conv_pre", 8, WIDTH, 7);
        convolution("cond_layer", 8, SPEAKER, 1);
        tensors.put("ups.0.weight", tensor(8, 6, 4));
        tensors.put("ups.0.bias", tensor(6));
        convolution("conds.0", 6, SPEAKER, 1);
        for (int block = 0; block < 2; block++) {
            for (int i = 0; i < 3; i++) {
                convolution("resblocks." + block + ".convs1." + i, 6, 6, 3 + 4 * block);
                convolution("resblocks." + block + ".convs2." + i, 6, 6, 3 + 4 * block);
            }
        }
        tensors.put("conv_post.weight", tensor(1, 6, 7));
        return StateDict.of("a random vocoder", tensors);
    }

    private void convolution(String name, int out, int in, int kernel) {
        tensors.put(name + ".weight", tensor(out, in, kernel));
        tensors.put(name + ".bias", tensor(out));
    }

    private StateDict.Source tensor(int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5) / 2;
        }
        return StateDict.inMemory(shape, values);
    }

    @Test
    void piecesGiveTheSoundOfTheWhole() throws IOException {
        try (Backend backend = new CpuBackend(1);
                HifiGan vocoder = HifiGan.load(weights(), backend)) {
            assertEquals(WIDTH, vocoder.latentWidth());
            assertEquals(SPEAKER, vocoder.speakerWidth());
            assertEquals(2, vocoder.samplesPerRow());
            float[] latents = tensor(300, WIDTH).values();
            float[] speaker = tensor(SPEAKER).values();
            float[] whole = vocoder.samples(latents, speaker, 300);
            assertEquals(600, whole.length);
            for (int window : new int[] {7, 50, 299}) {
                assertArrayEquals(whole, vocoder.samples(latents, speaker, window), 1e-6f, "pieces of " + window);
            }
        }
    }

    /** 40 dB are a hundredth of the sound. */
    @Test
    void inBf16TheSoundIsWithin40Decibels() throws IOException {
        assumeTrue(
                CpuBackend.fastest() == Precision.BF16,
                "not run: this processor has neither AVX512_BF16 nor AMX, so there are no bf16 products to test");
        StateDict weights = weights();
        float[] latents = tensor(300, WIDTH).values();
        float[] speaker = tensor(SPEAKER).values();
        float[] exact = sound(weights, Precision.FP32, latents, speaker);
        float[] found = sound(weights, Precision.BF16, latents, speaker);
        double power = 0;
        double error = 0;
        for (int i = 0; i < exact.length; i++) {
            power += Math.pow(exact[i], 2);
            error += Math.pow(exact[i] - found[i], 2);
        }
        double decibels = 10 * Math.log10(power / error);
        assertTrue(decibels > 40 && decibels < 90, "signal to noise ratio " + decibels + " dB");
        assertArrayEquals(found, sound(weights, Precision.BF16, latents, speaker));
    }

    private static float[] sound(StateDict weights, Precision precision, float[] latents, float[] speaker)
            throws IOException {
        try (Backend backend = new CpuBackend(2, precision);
                HifiGan vocoder = HifiGan.load(weights, backend)) {
            return vocoder.samples(latents, speaker);
        }
    }
}
