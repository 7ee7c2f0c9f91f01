package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The expected numbers of Mt19937 were printed by NumPy 2.4.6. */
class RandomNumbersTest {

    @Test
    void shufflesLikeNumpy() {
        List<Integer> values = new ArrayList<>(IntStream.range(0, 10).boxed().toList());
        new Mt19937(0).shuffle(values);
        assertEquals(List.of(2, 8, 4, 9, 1, 6, 7, 3, 0, 5), values);

        List<Integer> many = new ArrayList<>(IntStream.range(0, 311).boxed().toList());
        new Mt19937(0).shuffle(many);
        assertEquals(List.of(212, 146, 225, 129, 89, 198, 22, 246, 64, 101), many.subList(0, 10));
    }

    @Test
    void drawsLikeNumpy() {
        Mt19937 random = new Mt19937(0);
        int[] drawn = IntStream.generate(() -> random.below(1000)).limit(1000).toArray();
        assertArrayEquals(new int[] {684, 559, 629, 192, 835, 763, 707, 359}, java.util.Arrays.copyOf(drawn, 8));
        assertArrayEquals(new int[] {50, 242, 870}, java.util.Arrays.copyOfRange(drawn, 997, 1000));
        assertEquals(506312, IntStream.of(drawn).sum());
    }

    @Test
    void drawsLargeNumbersLikeNumpy() {
        Mt19937 random = new Mt19937(54321);
        for (int expected : new int[] {1767983697, 41751178, 531823642}) {
            assertEquals(expected, random.below(Integer.MAX_VALUE));
        }
        assertEquals(0, random.below(1), "one possibility takes nothing from the generator");
        for (int expected : new int[] {96, 996, 150, 78, 274}) {
            assertEquals(expected, random.below(1000));
        }
    }

    @Test
    void numbersDependOnEveryWordOfTheKey() {
        long[][] keys = {{1, 2, 3}, {1, 2, 4}, {1, 3, 3}, {2, 2, 3}, {3, 2, 1}, {1, 2}, {1, 2, 3, 0}, {-1, 2, 3}};
        long distinct = java.util.Arrays.stream(keys)
                .map(key -> new CounterRandom(key).next())
                .distinct()
                .count();
        assertEquals(keys.length, distinct);
        assertEquals(new CounterRandom(1, 2, 3).next(), new CounterRandom(1, 2, 3).next());
    }

    @Test
    void drawsEveryNumberAboutEquallyOften() {
        CounterRandom random = new CounterRandom(7);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.between(10, 16) - 10]++;
        }
        for (int count : counts) {
            // standard deviation 93: five of them
            assertTrue(Math.abs(count - 10_000) < 465, "drawn " + count + " times of 10000");
        }
    }
}
