package hangolo.engine;

/** How much memory a training step may take. Both modes compute the same numbers. */
public enum MemoryMode {
    /** Activations are saved for the backward pass. */
    NORMAL,
    /**
     * Activation checkpointing: of each {@link Ops#checkpointed} block only the input is saved, and the backward pass recomputes
     * the block. Weights are cast to bf16 for each matrix multiplication instead of once per update.
     */
    LOW
}
