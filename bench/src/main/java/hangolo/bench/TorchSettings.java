package hangolo.bench;

/**
 * How libtorch makes the step; the math is the same.
 *
 * @param attention which way attention takes
 * @param fusedGelu libtorch's own GELU instead of its formula spelled out
 * @param bf16 products in bf16 by autocast; weights, gradients, norms and losses stay in 32 bits
 * @param fusedAdamW libtorch's fused kernel instead of one operation after the other
 * @param dropout of embeddings and block outputs
 * @param attentionDropout of attention weights
 */
record TorchSettings(
        Attention attention,
        boolean fusedGelu,
        boolean bf16,
        boolean fusedAdamW,
        double dropout,
        double attentionDropout) {

    /** The ways of attention. */
    enum Attention {
        /** Products, masks, softmax and dropout one by one, as Hugging Face's GPT-2 does it. */
        EXPLICIT,
        /** {@code scaled_dot_product_attention}. */
        FUSED
    }

    private static final double DROPOUT = 0.1;

    /** As the original computes. */
    static final TorchSettings ORIGINAL = new TorchSettings(Attention.EXPLICIT, false, false, false, DROPOUT, DROPOUT);

    /** Fused operations in 32 bits. */
    static final TorchSettings FUSED = new TorchSettings(Attention.FUSED, true, false, true, DROPOUT, DROPOUT);

    /** Fused operations, products in bf16. */
    static final TorchSettings BF16 = new TorchSettings(Attention.FUSED, true, true, true, DROPOUT, DROPOUT);

    /** The same without any dropout. */
    TorchSettings withoutDropout() {
        return new TorchSettings(attention, fusedGelu, bf16, fusedAdamW, 0, 0);
    }

    /** The same without dropout of attention weights: libtorch's flash attention on the processor knows none. */
    TorchSettings withoutAttentionDropout() {
        return new TorchSettings(attention, fusedGelu, bf16, fusedAdamW, dropout, 0);
    }
}
