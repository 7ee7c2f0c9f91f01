package hangolo.models.text;

import hangolo.models.text.BpeVocabulary.Merge;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Byte pair encoding as the Hugging Face library does it for XTTS's file (xtts-spec.md 2.2): added tokens are cut out of
 * the raw text, the rest is split into words and runs of other signs, each of these starts as single characters, and
 * the neighbouring pair of lowest rank is merged again and again, the leftmost first.
 *
 * <p>A queue holds the possible merges, so that a word of n characters costs n log n, whatever a user feeds in.
 */
final class BytePairEncoder {
    private static final Pattern WORDS = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int NONE = -1;

    private final BpeVocabulary vocabulary;
    private final Pattern added;

    BytePairEncoder(BpeVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        // Without added tokens a pattern that never fits.
        this.added = Pattern.compile(
                vocabulary.added().isEmpty()
                        ? "(?!)"
                        : vocabulary.addedLongestFirst().stream()
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|")));
    }

    int[] encode(String text) {
        IntStream.Builder ids = IntStream.builder();
        Matcher token = added.matcher(text);
        int from = 0;
        while (token.find()) {
            encodeWords(text.substring(from, token.start()), ids);
            ids.add(vocabulary.ids().get(token.group()));
            from = token.end();
        }
        encodeWords(text.substring(from), ids);
        return ids.build().toArray();
    }

    private void encodeWords(String text, IntStream.Builder ids) {
        Matcher word = WORDS.matcher(text);
        while (word.find()) {
            new Word(word.group()).merge(ids);
        }
    }

    /**
     * A merge that was possible when it was queued.
     *
     * @param rank the lowest goes first
     * @param at the position of its left token, the leftmost goes first
     * @param left the id of its left token
     * @param right the id of its right token
     */
    private record Candidate(int rank, int at, int left, int right) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(at, other.at);
        }
    }

    /** The tokens of a word as a linked list: {@code next} and {@code previous} skip merged ones. */
    private final class Word {
        private final int[] id;
        private final int[] next;
        private final int[] previous;
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

        Word(String word) {
            id = word.codePoints().map(this::idOf).toArray();
            next = IntStream.range(1, id.length + 1)
                    .map(i -> i < id.length ? i : NONE)
                    .toArray();
            previous = IntStream.range(-1, id.length - 1).toArray();
            for (int i = 0; i < id.length; i++) {
                offer(i);
            }
        }

        private int idOf(int codePoint) {
            return vocabulary.ids().getOrDefault(Character.toString(codePoint), vocabulary.unknownId());
        }

        private void offer(int at) {
            if (at == NONE || next[at] == NONE) {
                return;
            }
            int right = id[next[at]];
            Merge merge = vocabulary.merges().get(BpeVocabulary.pair(id[at], right));
            if (merge != null) {
                queue.add(new Candidate(merge.rank(), at, id[at], right));
            }
        }

        void merge(IntStream.Builder ids) {
            while (!queue.isEmpty()) {
                Candidate c = queue.poll();
                if (isCurrent(c)) {
                    apply(c);
                }
            }
            Arrays.stream(id).filter(i -> i != NONE).forEach(ids::add);
        }

        private boolean isCurrent(Candidate c) {
            return id[c.at] == c.left && next[c.at] != NONE && id[next[c.at]] == c.right;
        }

        private void apply(Candidate c) {
            int gone = next[c.at];
            id[c.at] =
                    vocabulary.merges().get(BpeVocabulary.pair(c.left, c.right)).id();
            id[gone] = NONE;
            next[c.at] = next[gone];
            if (next[gone] != NONE) {
                previous[next[gone]] = c.at;
            }
            offer(previous[c.at]);
            offer(c.at);
        }
    }
}
