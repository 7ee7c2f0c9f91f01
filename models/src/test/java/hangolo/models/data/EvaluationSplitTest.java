package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationSplitTest {

    private static final DataSource SOURCE =
            DataSource.of("s", Path.of("x"), MetadataFormat.LJSPEECH, "metadata.csv", "hu");

    @Test
    void drawsEverySourceByItsShare() {
        List<Clip> clips = new ArrayList<>(clips("Milliomos", "m".repeat(80)));
        clips.addAll(clips("Blikk", "b".repeat(231)));
        Set<String> drawn = draw(clips, 0.05, 1);
        assertEquals(16, drawn.size());
        assertEquals(4, drawn.stream().filter(id -> id.startsWith("Milliomos#")).count());
        assertEquals(drawn, draw(clips, 0.05, 1));
        assertNotEquals(drawn, draw(clips, 0.05, 2));
        assertEquals(10, draw(clips, 10, 1).size());
    }

    @Test
    void drawsFromSmallSourcesAndAllSpeakers() {
        List<Clip> clips = new ArrayList<>(clips("big", "a".repeat(60) + "b".repeat(30) + "c".repeat(10)));
        clips.addAll(clips("small", "xx"));
        Set<String> drawn = draw(clips, 11, 5);
        assertEquals(1, drawn.stream().filter(id -> id.startsWith("small#")).count());
        assertEquals(10, drawn.stream().filter(id -> id.startsWith("big#")).count());
        assertEquals(6, drawn.stream().filter(id -> id.endsWith("a")).count());
        assertEquals(3, drawn.stream().filter(id -> id.endsWith("b")).count());
        assertEquals(1, drawn.stream().filter(id -> id.endsWith("c")).count());
    }

    @Test
    void neverTakesTheLastClip() {
        assertEquals(Set.of(), draw(clips("s", "a"), 0.5, 0));
        assertEquals(Set.of(), draw(List.of(), 0.5, 0));
        assertEquals(1, draw(clips("s", "aa"), 100, 0).size());
        assertEquals(1, draw(clips("s", "aaa"), 0.001, 0).size(), "at least one where there are two");
    }

    @Test
    void sharesAddUpForAllSizes() {
        CounterRandom random = new CounterRandom(11);
        for (int round = 0; round < 2000; round++) {
            int[] sizes = IntStream.range(0, 1 + random.below(6))
                    .map(i -> 1 + random.below(random.below(4) == 0 ? 100 : 5))
                    .toArray();
            int total = Arrays.stream(sizes).sum();
            int wanted = random.below(total);
            boolean oneEach = random.below(2) == 0;
            String input = Arrays.toString(sizes) + " wanted " + wanted + " " + oneEach;
            int[] shares = StratifiedSplit.shares(sizes, wanted, oneEach);
            assertEquals(wanted, Arrays.stream(shares).sum(), input);
            long groups = Arrays.stream(sizes).filter(s -> s > 1).count();
            for (int i = 0; i < sizes.length; i++) {
                assertTrue(shares[i] >= 0 && shares[i] <= sizes[i], input);
                if (wanted <= total - sizes.length) {
                    assertTrue(shares[i] < sizes[i], "leaves each group one clip: " + input);
                }
                if (oneEach && wanted >= groups && sizes[i] > 1) {
                    assertTrue(shares[i] >= 1, "takes one of each group: " + input);
                }
            }
        }
    }

    @Test
    void largestRemaindersWin() {
        assertArrayEquals(new int[] {4, 12}, StratifiedSplit.shares(new int[] {80, 231}, 16, true));
        assertArrayEquals(new int[] {0, 1}, StratifiedSplit.shares(new int[] {80, 231}, 1, true));
    }

    /** Expected numbers from the original's algorithm in Python with NumPy 2.4.6. */
    @Test
    void repeatsTheOriginalsSplit() throws DataException {
        assertEquals(numbers(18, 1, 19), coqui("a".repeat(20), 3));
        assertEquals(numbers(6, 4, 3, 17, 9), coqui("abcabcabcabcabcabcab", 5));
        assertEquals(numbers(1, 3), coqui("aabbcd", 2));
        assertEquals(3, coqui("a".repeat(20), 0.15).size());
    }

    @Test
    void limitsAndRefusesWhereTheOriginalDoes() throws DataException {
        EvaluationSplit.Coqui limited = new EvaluationSplit.Coqui(0.5, OptionalInt.of(8));
        assertEquals(
                4,
                CoquiSplit.draw(SOURCE, clips("s", "a".repeat(20)), limited, 2).size());
        assertTrue(assertThrows(DataException.class, () -> coqui("a".repeat(50), 0.01))
                .getMessage()
                .contains("is not one evaluation clip"));
        assertTrue(assertThrows(DataException.class, () -> coqui("ab", 2))
                .getMessage()
                .contains("would leave a speaker without clips"));
        assertThrows(IllegalArgumentException.class, () -> EvaluationSplit.coqui(0));
        assertThrows(IllegalArgumentException.class, () -> EvaluationSplit.stratified(Double.NaN, 0));
    }

    private static Set<Integer> coqui(String speakers, double size) throws DataException {
        return CoquiSplit.draw(SOURCE, clips("s", speakers), (EvaluationSplit.Coqui) EvaluationSplit.coqui(size), 1)
                .stream()
                .map(id -> Integer.valueOf(id.replaceAll("\\D", "")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> numbers(Integer... numbers) {
        return new TreeSet<>(List.of(numbers));
    }

    private static Set<String> draw(List<Clip> clips, double size, long seed) {
        return StratifiedSplit.draw(clips, new EvaluationSplit.Stratified(size, seed));
    }

    /** One clip for each letter, spoken by it. */
    private static List<Clip> clips(String source, String speakers) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < speakers.length(); i++) {
            String speaker = speakers.substring(i, i + 1);
            Path audio = Path.of("wavs", i + ".wav");
            clips.add(new Clip(
                    source + "#" + i + speaker, audio, "t", "hu", source, speaker, Path.of("metadata.csv"), i + 1));
        }
        return clips;
    }
}
