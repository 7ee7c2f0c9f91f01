package hangolo.models.xtts.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final float OUT = Float.NEGATIVE_INFINITY;

    @Test
    void seenTokensArePenalisedOnBothSidesOfZero() {
        float[] scores = {2, -2, 3, -3};
        Sampler.penalise(scores, new boolean[] {true, true, false, false}, 2);
        assertArrayEquals(new float[] {1, -4, 3, -3}, scores);
    }

    @Test
    void topKKeepsTies() {
        float[] scores = {1, 3, 2, 2, 0};
        Sampler.keepTopK(scores, 2);
        assertArrayEquals(new float[] {OUT, 3, 2, 2, OUT}, scores);
        Sampler.keepTopK(scores, 0);
        Sampler.keepTopK(scores, 9);
        assertArrayEquals(new float[] {OUT, 3, 2, 2, OUT}, scores);
    }

    @Test
    void topPDropsTheLeastLikelyAndKeepsTheBest() {
        float[] scores = {(float) Math.log(0.5), (float) Math.log(0.1), (float) Math.log(0.4)};
        float[] all = scores.clone();
        Sampler.keepTopP(all, 0.95);
        assertArrayEquals(scores, all);
        Sampler.keepTopP(all, 0.85);
        assertEquals(OUT, all[1]);
        assertEquals(scores[2], all[2]);
        Sampler.keepTopP(all, 1e-9);
        assertArrayEquals(new float[] {scores[0], OUT, OUT}, all);
    }

    @Test
    void drawingFollowsTheProbabilities() {
        SamplingSettings settings = new SamplingSettings(false, 1, 0, 1, 1, 1, 10, 42);
        Sampler sampler = new Sampler(settings, 3, 2);
        float[] logits = {(float) Math.log(0.7), (float) Math.log(0.2), (float) Math.log(0.1)};
        int[] counts = new int[3];
        for (int i = 0; i < 20000; i++) {
            counts[sampler.next(logits)]++;
        }
        assertEquals(0.7, counts[0] / 20000.0, 0.015);
        assertEquals(0.2, counts[1] / 20000.0, 0.015);
    }

    @Test
    void theFakePromptIsPenalisedFromTheFirstStep() {
        Sampler sampler = new Sampler(SamplingSettings.greedy(10), 5, 4);
        assertEquals(2, sampler.next(new float[] {0, 5, 1, 0.5f, 6}));
        assertEquals(3, sampler.next(new float[] {0, 5, 1, 0.7f, 6}));
    }

    @Test
    void impossibleSettingsAreRefused() {
        SamplingSettings settings = SamplingSettings.greedy(1);
        assertThrows(IllegalArgumentException.class, () -> settings.withTemperature(0));
        assertThrows(IllegalArgumentException.class, () -> settings.withTemperature(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> settings.withTopP(1.2));
        assertThrows(IllegalArgumentException.class, () -> settings.withTopK(-1));
        assertThrows(IllegalArgumentException.class, () -> settings.withRepetitionPenalty(0));
        assertThrows(IllegalArgumentException.class, () -> settings.withSpeed(-1));
        assertThrows(IllegalArgumentException.class, () -> settings.withMaxCodes(0));
    }
}
