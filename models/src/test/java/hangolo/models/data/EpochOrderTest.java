package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {

    @Test
    void everyEpochVisitsEveryClipOnce() {
        for (int clips : new int[] {1, 2, 3, 7, 311}) {
            EpochOrder order = new EpochOrder(clips(clips, clips), Sampling.EVERY_CLIP_ONCE);
            for (int epoch = 0; epoch < 50; epoch++) {
                int[] visited = order.of(42, epoch);
                Arrays.sort(visited);
                assertArrayEquals(IntStream.range(0, clips).toArray(), visited);
            }
        }
    }

    @Test
    void ordersDifferByEpochAndSeedAndRepeat() {
        EpochOrder order = new EpochOrder(clips(50, 50), Sampling.EVERY_CLIP_ONCE);
        assertArrayEquals(order.of(1, 3), order.of(1, 3));
        assertFalse(Arrays.equals(order.of(1, 3), order.of(1, 4)));
        assertFalse(Arrays.equals(order.of(1, 3), order.of(2, 3)));
    }

    @Test
    void coquiDrawsLanguagesEquallyOften() {
        EpochOrder order = new EpochOrder(clips(1000, 100), Sampling.COQUI);
        int hungarian = 0;
        int repeated = 0;
        for (int epoch = 0; epoch < 10; epoch++) {
            int[] drawn = order.of(9, epoch);
            hungarian += (int) Arrays.stream(drawn).filter(i -> i < 100).count();
            repeated += drawn.length - (int) Arrays.stream(drawn).distinct().count();
        }
        // half of 10000 draws, standard deviation 50
        assertTrue(Math.abs(hungarian - 5000) < 250, "drawn " + hungarian + " of 10000");
        assertTrue(repeated > 1000, "with replacement, repeated only " + repeated);
    }

    private static List<Clip> clips(int count, int hungarian) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Clip(
                        "s#" + i,
                        Path.of(i + ".wav"),
                        "t",
                        i < hungarian ? "hu" : "en",
                        "s",
                        "a",
                        Path.of("metadata.csv"),
                        i + 1))
                .toList();
    }
}
