package hangolo.engine.cuda;

/** How the products of a training pass are computed; sums are always 32-bit. Inference always computes in FP32. */
public enum CudaPrecision {
    /** 32-bit numbers throughout. */
    FP32,
    /** 32-bit numbers whose mantissa is cut to 10 bits in the multiplier. */
    TF32,
    /** Operands rounded to bf16, with a shadow of the weights that the optimizer keeps up to date. */
    BF16
}
