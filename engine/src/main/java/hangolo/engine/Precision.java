package hangolo.engine;

/**
 * The numbers that matrices are multiplied in. Sums, weights, gradients, optimizer state, norms, softmax and losses are 32-bit
 * in both.
 */
public enum Precision {
    /** 32-bit factors. */
    FP32,
    /** Factors rounded to bfloat16 (8 bits of mantissa, the exponent of 32-bit numbers), products summed in 32 bits. */
    BF16
}
