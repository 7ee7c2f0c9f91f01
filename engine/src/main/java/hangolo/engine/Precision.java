package hangolo.engine;

/**
 * The numbers that matrices are multiplied in. Sums, weights, gradients, optimizer state, norms, softmax and losses are 32-bit
 * in all.
 */
public enum Precision {
    /** 32-bit factors. */
    FP32,
    /**
     * 32-bit factors of which products read 10 bits of mantissa: NVIDIA's TF32, for cards of compute capability 8.0 or newer
     * (PyTorch's {@code allow_tf32}).
     */
    TF32,
    /**
     * Factors rounded to bfloat16 (8 bits of mantissa, the exponent of 32-bit numbers), products summed in 32 bits. On a card
     * GELU reads such numbers too when it trains.
     */
    BF16
}
