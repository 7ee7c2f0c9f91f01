package hangolo.rules.table;

import hangolo.rules.word.Word;

/**
 * What a table does when several of its rows fire, in DMN's terms; the second cell of its {@code Policy} row says it in the words
 * of the tables.
 */
public enum HitPolicy implements Word {
    /** {@code all}: every row counts (DMN: collect). */
    COLLECT("all"),
    /** {@code action}: every row counts, and the gravest action is carried out (DMN: collect, aggregated to the maximum). */
    COLLECT_MAX("action"),
    /** {@code rank}: the highest rank, then the row that stands higher up (DMN: priority, then first). */
    PRIORITY("rank"),
    /** {@code tier}: the highest tier (DMN: priority, by the order of the tiers). */
    TIER_PRIORITY("tier"),
    /** {@code single}: there must not be a second one (DMN: unique). */
    UNIQUE("single"),
    /** {@code last}: for the same limit, the lowest row (DMN's first, from below). */
    LAST("last");

    private final String word;

    HitPolicy(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
