package hangolo.engine.cpu;

/** The arithmetic of attention for one query tile, on one thread. */
interface TileAttention {

    /** Called for each operand before any tile reads it; saves what the backward pass reads. */
    void prepare(CpuTensor x);

    /** Computes the tile's rows of the result and their log-sum-exp. */
    void forward(AttentionCall call, QueryTile t, Scratch s);

    /**
     * Adds to the gradients of queries, keys and values.
     *
     * @param gradients of operands and result, in their places
     */
    void backward(AttentionCall call, AttentionCall gradients, QueryTile t, Scratch s);
}
