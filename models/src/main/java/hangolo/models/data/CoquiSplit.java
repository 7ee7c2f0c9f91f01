package hangolo.models.data;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Coqui's {@code split_dataset} (xtts-spec.md 4.1), on the clips as listed: it splits before it checks them. */
final class CoquiSplit {

    private CoquiSplit() {}

    /** Names of the clips of one source that Coqui TTS evaluates with. */
    static Set<String> draw(DataSource source, List<Clip> listed, EvaluationSplit.Coqui split, int sources)
            throws DataException {
        // its coqui reader drops rows without a file before the split, its ljspeech reader does not look
        List<Clip> items = new ArrayList<>(
                source.format() == MetadataFormat.COQUI
                        ? listed.stream()
                                .filter(clip -> Files.exists(clip.audio()))
                                .toList()
                        : listed);
        int wanted = wanted(items.size(), split, sources);
        if (wanted <= 0) {
            throw new DataException("data source '" + source.name() + "': " + split.size() + " of " + items.size()
                    + " clips is not one evaluation clip, and the original refuses that."
                    + "\nMaybe use a larger evaluation size, or the stratified split.");
        }
        Mt19937 random = new Mt19937(0);
        random.shuffle(items);
        boolean severalSpeakers = items.stream().map(Clip::speaker).distinct().count() > 1;
        return severalSpeakers
                ? ofSeveralSpeakers(source, items, wanted, random)
                : names(items.subList(0, Math.min(wanted, items.size())));
    }

    private static int wanted(int clips, EvaluationSplit.Coqui split, int sources) {
        if (split.size() > 1) {
            return (int) split.size();
        }
        int fraction = (int) (clips * split.size());
        int limit = split.largest().orElse(0) / sources;
        return limit > 0 ? Math.min(limit, fraction) : fraction;
    }

    private static Set<String> ofSeveralSpeakers(DataSource source, List<Clip> items, int wanted, Mt19937 random)
            throws DataException {
        Map<String, Integer> left = new HashMap<>();
        items.forEach(clip -> left.merge(clip.speaker(), 1, Integer::sum));
        if (wanted > items.size() - left.size()) {
            throw new DataException("data source '" + source.name() + "': " + wanted + " evaluation clips of "
                    + items.size() + " would leave a speaker without clips, and the original never ends then."
                    + "\nMaybe use a smaller evaluation size, or the stratified split.");
        }
        Set<String> chosen = new HashSet<>();
        while (chosen.size() < wanted) {
            int drawn = random.below(items.size());
            Clip clip = items.get(drawn);
            if (left.get(clip.speaker()) > 1) {
                left.merge(clip.speaker(), -1, Integer::sum);
                chosen.add(clip.id());
                items.remove(drawn);
            }
        }
        return chosen;
    }

    private static Set<String> names(List<Clip> clips) {
        Set<String> names = new HashSet<>();
        clips.forEach(clip -> names.add(clip.id()));
        return names;
    }
}
