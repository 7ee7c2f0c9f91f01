package hangolo.engine.cpu;

/** The arithmetic of attention for one strip of queries, by one thread. */
interface TileAttention {

    /** Called once for each operand before a strip looks into it; what it looks into is kept for the way back. */
    void prepare(CpuTensor x);

    /** Computes the strip's rows of the result, and the logarithms of their sums. */
    void forward(AttentionCall call, QueryTile t, Scratch s);

    /**
     * Adds to the gradients of queries, keys and values what the gradient of the result brings.
     *
     * @param down the gradients, in the places of operands and result
     */
    void backward(AttentionCall call, AttentionCall down, QueryTile t, Scratch s);
}
