package hangolo.app.config;

import hangolo.engine.MemoryMode;

/**
 * Where and how exactly to compute.
 *
 * @param backend where
 * @param precision of matrix products
 * @param memory how much of it training may take
 */
public record ComputeConfig(Backend backend, Precision precision, MemoryMode memory) {

    /** Where to compute. */
    public enum Backend {
        /** The fastest that this machine has. */
        AUTO,
        /** Eager on the processor. */
        CPU,
        /** Our CUDA kernels on an NVIDIA GPU. */
        CUDA,
        /** Deeplearning4j's SameDiff, slow, for cross checks. */
        SAMEDIFF
    }

    /** What the factors of matrix products are rounded to. */
    public enum Precision {
        /** BF16 where the backend multiplies such numbers faster, else FP32. */
        AUTO,
        /** bfloat16: 8 bits of mantissa, sums in 32 bits. */
        BF16,
        /** 32-bit numbers. */
        FP32,
        /** 32-bit numbers of which products read 10 bits of mantissa; on NVIDIA cards only. */
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
