package hangolo.engine.select;

import hangolo.engine.MemoryMode;

/**
 * The choice of a backend, its precision and memory.
 *
 * @param backend where
 * @param precision of matrix multiplications
 * @param memory how much of it a training step may take
 */
public record ComputeConfig(Backend backend, Precision precision, MemoryMode memory) {

    /** Where to compute. */
    public enum Backend {
        /** The fastest of this machine. */
        AUTO,
        /** The CPU. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA,
        /** Deeplearning4j's SameDiff, slow, for cross checks. */
        SAMEDIFF
    }

    /** The precision of matrix multiplications. */
    public enum Precision {
        /** BF16 where the backend is faster in it, else FP32. */
        AUTO,
        /** bf16 operands, fp32 accumulation. */
        BF16,
        /** fp32. */
        FP32,
        /** fp32 operands of which multiplications read 10 bits of mantissa; NVIDIA GPUs only. */
        TF32
    }

    /** The fastest of everything. */
    public static final ComputeConfig AUTO = new ComputeConfig(Backend.AUTO, Precision.AUTO, MemoryMode.NORMAL);

    /**
     * @param other where to compute instead
     * @return this with another backend
     */
    public ComputeConfig withBackend(Backend other) {
        return new ComputeConfig(other, precision, memory);
    }

    /**
     * @param other precision to use instead
     * @return this with another precision
     */
    public ComputeConfig withPrecision(Precision other) {
        return new ComputeConfig(backend, other, memory);
    }

    /**
     * @param other how much memory to take instead
     * @return this with more or less memory
     */
    public ComputeConfig withMemory(MemoryMode other) {
        return new ComputeConfig(backend, precision, other);
    }
}
