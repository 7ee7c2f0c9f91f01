package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    @Test
    void keepsATone() {
        float[] tone = tone(440, 22050, 22050);
        float[] out = Resampler.hann(22050, 16000).apply(tone);
        float[] expected = tone(440, 16000, 16000);
        for (int i = 100; i < out.length - 100; i++) {
            assertEquals(expected[i], out[i], 2e-3, "sample " + i);
        }
    }

    @Test
    void removesWhatTheLowerRateCannotHold() {
        float[] out = Resampler.kaiser(22050, 11025).apply(tone(8000, 22050, 22050));
        for (int i = 200; i < out.length - 200; i++) {
            assertTrue(Math.abs(out[i]) < 1e-4, "sample " + i + " is " + out[i]);
        }
    }

    private static float[] tone(double hertz, int rate, int samples) {
        float[] tone = new float[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return tone;
    }

    @Test
    void lengthIsRoundedUp() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 60; i++) {
            int from = random.nextInt(1, 50_001);
            int to = random.nextInt(1, 50_001);
            int samples = random.nextInt(301);
            float[] out = Resampler.hann(from, to).apply(new float[samples]);
            assertEquals((long) Math.ceil((double) to * samples / from), out.length, from + " to " + to);
        }
    }

    @Test
    void equalRatesCopy() {
        float[] in = {1, 2, 3};
        assertArrayEquals(in, Resampler.hann(16000, 16000).apply(in));
        assertThrows(IllegalArgumentException.class, () -> Resampler.hann(0, 16000));
    }
}
