package hangolo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Wherever the reference rounds, it is within two units in the last place of the truth. */
class TorchRoundingTest {
    @Test
    void powersAndCosinesAreNearTheTruth() {
        for (int i = 0; i < 4000; i++) {
            float exponent = i / 3000f;
            double power = Math.pow(10, exponent);
            assertEquals(power, TorchRounding.powerOfTen(exponent), 2 * Math.ulp((float) power), "10^" + exponent);
            float angle = (float) (2 * Math.PI * i / 4000);
            double cosine = Math.cos(angle);
            assertEquals(cosine, TorchRounding.cosine(angle), 2 * Math.ulp((float) cosine), "cos " + angle);
        }
    }

    @Test
    void evenNumbersReachBothEnds() {
        assertArrayEquals(new float[] {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20}, TorchRounding.evenly(0, 20, 11));
        float[] corners = TorchRounding.evenly(0, 2840.0230467083, 66);
        assertEquals(0, corners[0]);
        assertEquals(2840.023f, corners[65]);
        assertEquals(2053.5552f, corners[47], "the eighth of its lanes: one unit above the nearest");
    }
}
