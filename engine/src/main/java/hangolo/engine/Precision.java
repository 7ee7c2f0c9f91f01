package hangolo.engine;

/**
 * The precision of matrix multiplications. Accumulation, weights, gradients, optimizer state, norms, softmax and losses are fp32 in
 * all of them.
 */
public enum Precision {
    /** fp32 operands. */
    FP32,
    /**
     * fp32 operands of which the multiplication reads 10 bits of mantissa: NVIDIA's TF32, on GPUs of compute capability 8.0 or newer
     * (PyTorch's {@code allow_tf32}).
     */
    TF32,
    /**
     * Operands cast to bfloat16 (8 bits of mantissa, the exponent range of fp32), fp32 accumulation. On a GPU, GELU reads bf16 in
     * training too.
     */
    BF16
}
