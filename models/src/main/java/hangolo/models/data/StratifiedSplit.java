package hangolo.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Draws evaluation clips so that every source and every speaker is represented by its share. */
final class StratifiedSplit {

    private StratifiedSplit() {}

    /** Names of the clips to evaluate with. */
    static Set<String> draw(List<Clip> clips, EvaluationSplit.Stratified split) {
        int wanted = split.size() < 1 ? (int) Math.max(1, Math.round(clips.size() * split.size())) : (int) split.size();
        Set<String> chosen = new HashSet<>();
        List<List<Clip>> sources = group(clips, Clip::source);
        int[] perSource = shares(sizes(sources), Math.min(wanted, clips.size() - 1), true);
        for (int i = 0; i < sources.size(); i++) {
            List<List<Clip>> speakers = group(sources.get(i), Clip::speaker);
            int[] perSpeaker = shares(sizes(speakers), perSource[i], false);
            for (int j = 0; j < speakers.size(); j++) {
                List<Clip> order = shuffled(speakers.get(j), split.seed());
                order.subList(0, perSpeaker[j]).forEach(clip -> chosen.add(clip.id()));
            }
        }
        return chosen;
    }

    /**
     * Shares of {@code wanted} in proportion to the sizes, by largest remainders. A group gives at most its size, and
     * all but one where the others can give the rest; with {@code oneEach}, a group of two or more gives at least one
     * if there are enough.
     */
    static int[] shares(int[] sizes, int wanted, boolean oneEach) {
        int[] shares = new int[sizes.length];
        int total = Arrays.stream(sizes).sum();
        if (wanted <= 0) {
            return shares;
        }
        int groupsThatCan = (int) Arrays.stream(sizes).filter(s -> s > 1).count();
        int least = oneEach && wanted >= groupsThatCan ? 1 : 0;
        for (int i = 0; i < sizes.length; i++) {
            int fair = (int) ((long) wanted * sizes[i] / total);
            shares[i] = Math.min(sizes[i] - 1, Math.max(least, fair));
        }
        int given = Arrays.stream(shares).sum();
        for (; given > wanted; given--) {
            shares[mostAbove(shares, sizes, wanted, total)]--;
        }
        for (; given < wanted; given++) {
            shares[mostBelow(shares, sizes, wanted, total)]++;
        }
        return shares;
    }

    private static int mostAbove(int[] shares, int[] sizes, int wanted, int total) {
        return IntStream.range(0, shares.length)
                .boxed()
                .filter(i -> shares[i] > 1)
                .max(Comparator.comparingLong(i -> (long) shares[i] * total - (long) wanted * sizes[i]))
                .orElseThrow();
    }

    private static int mostBelow(int[] shares, int[] sizes, int wanted, int total) {
        Comparator<Integer> keepsOne = Comparator.comparing(i -> shares[i] < sizes[i] - 1);
        return IntStream.range(0, shares.length)
                .boxed()
                .filter(i -> shares[i] < sizes[i])
                .max(keepsOne.thenComparingLong(i -> (long) wanted * sizes[i] - (long) shares[i] * total))
                .orElseThrow();
    }

    private static int[] sizes(List<List<Clip>> groups) {
        return groups.stream().mapToInt(List::size).toArray();
    }

    private static List<List<Clip>> group(List<Clip> clips, Function<Clip, String> by) {
        Map<String, List<Clip>> groups = new LinkedHashMap<>();
        clips.forEach(clip ->
                groups.computeIfAbsent(by.apply(clip), k -> new ArrayList<>()).add(clip));
        return List.copyOf(groups.values());
    }

    /** The order depends on the names only, so that more clips elsewhere do not change it. */
    private static List<Clip> shuffled(List<Clip> clips, long seed) {
        List<Clip> sorted =
                clips.stream().sorted(Comparator.comparing(Clip::id)).toList();
        int[] order = IntStream.range(0, sorted.size()).toArray();
        new CounterRandom(seed, RandomStream.SPLIT, order.length).shuffle(order);
        return Arrays.stream(order).mapToObj(sorted::get).toList();
    }
}
