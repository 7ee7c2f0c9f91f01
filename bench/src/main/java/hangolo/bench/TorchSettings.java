package hangolo.bench;

/**
 * How libtorch computes the step; the math is the same.
 *
 * @param conditioning attention of conditioning encoder and perceiver, which have no mask and no dropout
 * @param transformer attention of the transformer
 * @param fusedGelu libtorch's own GELU instead of its formula spelled out
 * @param bf16 bf16 matrix multiplications by autocast; weights, gradients, norms and losses stay fp32
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

    /** Implementations of attention. */
    enum Attention {
        /** Matmuls, scale, masks, softmax and dropout one by one, as in Hugging Face's GPT-2. */
        EXPLICIT,
        /**
         * {@code scaled_dot_product_attention}. On a CPU it has a flash kernel only without dropout, which in this build's
         * bf16 takes 30 times as long as the matrix multiplications themselves.
         */
        SDPA,
        /** Scale and mask inside the first matmul, softmax, dropout, matmul: the fastest of the three with dropout, and in bf16. */
        LEAN
    }

    private static final double DROPOUT = 0.1;

    /** As Coqui TTS computes. */
    static final TorchSettings COQUI =
            new TorchSettings(Attention.EXPLICIT, Attention.EXPLICIT, false, false, false, DROPOUT);

    /** Fused operations in fp32. */
    static final TorchSettings FUSED = new TorchSettings(Attention.SDPA, Attention.SDPA, true, false, true, DROPOUT);

    /** The fastest that we found in fp32. */
    static final TorchSettings FP32 = new TorchSettings(Attention.SDPA, Attention.LEAN, true, false, true, DROPOUT);

    /** The fastest that we found in bf16. */
    static final TorchSettings BF16 = new TorchSettings(Attention.LEAN, Attention.LEAN, true, true, true, DROPOUT);

    /** The same without any dropout. */
    TorchSettings withoutDropout() {
        return new TorchSettings(conditioning, transformer, fusedGelu, bf16, fusedAdamW, 0);
    }
}
