package hangolo.models.text;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contents of a {@code vocab.json} (xtts-spec.md 2.1).
 *
 * @param ids token to id, the added tokens included
 * @param added the added tokens: they are found in raw text before it is split into words
 * @param merges the token that two neighbouring ones become, keyed by {@link #pair}
 * @param unknownId of the token for every character that has none
 */
record BpeVocabulary(Map<String, Integer> ids, Set<String> added, Map<Long, Merge> merges, int unknownId) {

    /**
     * One merge.
     *
     * @param rank the lower, the earlier it is applied
     * @param id the token that the two become
     */
    record Merge(int rank, int id) {}

    /** Two ids in one key. */
    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** The ids have gaps, so this, not the number of entries, is the height of the embedding. */
    int size() {
        return ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /** The added tokens, longest first, so that the first that fits is the longest. */
    List<String> addedLongestFirst() {
        return added.stream().sorted((a, b) -> b.length() - a.length()).toList();
    }
}
