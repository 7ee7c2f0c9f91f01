package hangolo.app.config;

import hangolo.base.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests a known word for a mistyped one. */
public final class SpellingSuggestion {
    private SpellingSuggestion() {}

    /**
     * @param word as typed
     * @param known the words that exist
     * @return the known word with the smallest edit distance, ignoring case, if the distance is small
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String typed = word.toLowerCase(Locale.ROOT);
        int allowed = Math.max(2, typed.length() / 3);
        return known.stream()
                .filter(candidate -> EditDistance.between(typed, candidate.toLowerCase(Locale.ROOT)) <= allowed)
                .min(Comparator.comparingInt(
                        candidate -> EditDistance.between(typed, candidate.toLowerCase(Locale.ROOT))));
    }
}
