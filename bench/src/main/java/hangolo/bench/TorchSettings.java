package hangolo.bench;

/**
 * How libtorch makes the step; the math is the same.
 *
 * @param conditioning attention of conditioning encoder and perceiver, which have no mask and no dropout
 * @param transformer attention of the transformer
 * @param fusedGelu libtorch's own GELU instead of its formula spelled out
 * @param bf16 products in bf16 by autocast; weights, gradients, norms and losses stay in 32 bits
 * @param fusedAdamW libtorch's fused kernel instead of one operation after the other
 * @param dropout of embeddings, attention weights and block outputs
 */
record TorchSettings(
        Attention conditioning,
        Attention transformer,
        boolean fusedGelu,
        boolean bf16,
        boolean fusedAdamW,
        double dropout) {

    /** The ways of attention. */
    enum Attention {
        /** Products, scale, masks, softmax and dropout one by one, as Hugging Face's GPT-2 does it. */
        EXPLICIT,
        /**
         * {@code scaled_dot_product_attention}. On a processor it has a flash kernel without dropout only, which in this build's
         * bf16 takes 30 times as long as the products themselves.
         */
        SDPA,
        /** Scale and mask inside the first product, softmax, dropout, product: the fastest of the three with dropout, and in bf16. */
        LEAN
    }

    private static final double DROPOUT = 0.1;

    /** As the original computes. */
    static final TorchSettings ORIGINAL =
            new TorchSettings(Attention.EXPLICIT, Attention.EXPLICIT, false, false, false, DROPOUT);

    /** Fused operations in 32 bits. */
    static final TorchSettings FUSED = new TorchSettings(Attention.SDPA, Attention.SDPA, true, false, true, DROPOUT);

    /** The fastest that we found in 32 bits. */
    static final TorchSettings FP32 = new TorchSettings(Attention.SDPA, Attention.LEAN, true, false, true, DROPOUT);

    /** The fastest that we found with products in bf16. */
    static final TorchSettings BF16 = new TorchSettings(Attention.LEAN, Attention.LEAN, true, true, true, DROPOUT);

    /** The same without any dropout. */
    TorchSettings withoutDropout() {
        return new TorchSettings(conditioning, transformer, fusedGelu, bf16, fusedAdamW, 0);
    }
}
