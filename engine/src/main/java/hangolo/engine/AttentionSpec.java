package hangolo.engine;

/**
 * How rows attend to each other. Queries of sequence {@code i} see the keys of sequence {@code i} only.
 *
 * @param heads number of heads
 * @param width columns of one head
 * @param queries the sequences of the query rows
 * @param keys the sequences of the key and value rows; as many as {@code queries}
 * @param causal whether a query sees only the keys up to its own position; the last query stands at the last key
 * @param scale factor on the products of queries and keys, usually {@code 1 / sqrt(width)}
 * @param dropout probability with which an attention weight is dropped; 0 outside of training
 */
public record AttentionSpec(
        int heads,
        int width,
        PackedSequences queries,
        PackedSequences keys,
        boolean causal,
        float scale,
        float dropout) {

    /** Checks that queries and keys have the same number of sequences. */
    public AttentionSpec {
        if (queries.count() != keys.count()) {
            throw new IllegalArgumentException("attention needs as many key sequences as query sequences, found "
                    + keys.count() + " and " + queries.count());
        }
    }

    /** Attention inside each sequence, scaled by {@code 1 / sqrt(width)}. */
    public static AttentionSpec within(PackedSequences rows, int heads, int width, boolean causal, float dropout) {
        return new AttentionSpec(heads, width, rows, rows, causal, (float) (1 / Math.sqrt(width)), dropout);
    }
}
