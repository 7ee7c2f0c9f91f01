package hangolo.engine;

/** How much memory a training step may take. Both compute the same numbers. */
public enum MemoryMode {
    /** What the way back needs is kept. */
    NORMAL,
    /**
     * Of each {@link Ops#checkpointed} only its input is kept, and it is run again on the way back; weights are rounded when a product
     * reads them.
     */
    LOW
}
