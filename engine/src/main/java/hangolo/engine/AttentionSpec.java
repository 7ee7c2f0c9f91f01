package hangolo.engine;

/**
 * The shape of an attention. Queries of sequence {@code i} see only the keys of sequence {@code i}.
 *
 * @param heads number of heads
 * @param width columns of one head
 * @param queries the sequences of the query rows
 * @param keys the sequences of the key and value rows; as many as {@code queries}
 * @param causal whether a query sees only the keys up to its own position; the last query stands at the last key
 * @param scale factor of {@code q kᵀ}, usually {@code 1 / sqrt(width)}
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
    public static AttentionSpec within(PackedSequences sequences, int heads, int width, boolean causal, float dropout) {
        return new AttentionSpec(heads, width, sequences, sequences, causal, (float) (1 / Math.sqrt(width)), dropout);
    }
}
