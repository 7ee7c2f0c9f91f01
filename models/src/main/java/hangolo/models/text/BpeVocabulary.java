package hangolo.models.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code vocab.json} holds (xtts-spec.md 2.1).
 *
 * @param ids token to id, the added tokens included
 * @param tokens id to token
 * @param added the added tokens: they are found in raw text before anything is cut into pieces
 * @param merges what two neighbouring pieces become, keyed by {@link #pair}
 * @param unknownId stands for every character without a token
 */
record BpeVocabulary(
        Map<String, Integer> ids,
        Map<Integer, String> tokens,
        Set<String> added,
        Map<Long, Merge> merges,
        int unknownId) {

    /**
     * One merge.
     *
     * @param rank the lower, the earlier it is applied
     * @param id the token that the two pieces become
     */
    record Merge(int rank, int id) {}

    static BpeVocabulary of(Map<String, Integer> ids, Set<String> added, Map<Long, Merge> merges, int unknownId) {
        Map<Integer, String> tokens = new HashMap<>();
        ids.forEach((token, id) -> tokens.put(id, token));
        return new BpeVocabulary(ids, tokens, added, merges, unknownId);
    }

    /** Two ids in one key. */
    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** The ids have gaps, so this, not the number of entries, is the height of the embedding. */
    int size() {
        return tokens.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /** The added tokens, longest first, so that the first that fits is the longest. */
    List<String> addedLongestFirst() {
        return added.stream().sorted((a, b) -> b.length() - a.length()).toList();
    }
}
