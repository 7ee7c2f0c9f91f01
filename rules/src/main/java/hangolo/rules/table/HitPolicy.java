package hangolo.rules.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a table does when several of its rows fire; the second cell of its {@code Policy} row says it. */
public enum HitPolicy {
    /** Every row counts: nothing is decided between them. */
    ALL,
    /** Every row counts, and the gravest action is carried out. */
    ACTION,
    /** The highest rank, then the row that stands higher up. */
    RANK,
    /** The highest tier. */
    TIER,
    /** There must not be a second one. */
    SINGLE,
    /** For the same limit, the lowest row. */
    LAST;

    /** The word used in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<HitPolicy> of(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(HitPolicy::word).toList();
    }
}
