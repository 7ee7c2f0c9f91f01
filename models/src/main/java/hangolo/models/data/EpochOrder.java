package hangolo.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The order of the clips in each epoch: a function of seed and epoch alone, so that a resumed run goes on exactly where
 * it stopped.
 */
final class EpochOrder {

    private final Sampling sampling;
    private final int clips;
    private final List<List<Integer>> byLanguage;

    /** Clips are numbered in the order of the list. */
    EpochOrder(List<Clip> clips, Sampling sampling) {
        this.sampling = sampling;
        this.clips = clips.size();
        Map<String, List<Integer>> languages = new LinkedHashMap<>();
        for (int i = 0; i < clips.size(); i++) {
            languages
                    .computeIfAbsent(clips.get(i).language(), language -> new ArrayList<>())
                    .add(i);
        }
        this.byLanguage = List.copyOf(languages.values());
    }

    /** Numbers of the clips in the order of one epoch, as many as there are clips. */
    int[] of(long seed, int epoch) {
        CounterRandom random = new CounterRandom(seed, RandomStream.ORDER, epoch);
        int[] order = IntStream.range(0, clips).toArray();
        switch (sampling) {
            case EVERY_CLIP_ONCE -> random.shuffle(order);
            case COQUI -> Arrays.setAll(order, position -> random.pick(random.pick(byLanguage)));
        }
        return order;
    }
}
