package hangolo.engine.tape;

/**
 * The memory of a pass, or of a scope within it: what a {@link Tape} needs of a backend. Closing it frees all its tensors.
 *
 * @param <T> the backend's tensor
 * @param <M> the backend's memory
 */
public interface TapeMemory<T extends TapeTensor<T>, M extends TapeMemory<T, M>> extends AutoCloseable {

    /** Allocates an uninitialised tensor. */
    T allocate(int rows, int columns, boolean tracked);

    /** Sets all values to zero. */
    void zero(T tensor);

    /** Copies all values. */
    void copy(T from, T to);

    /** Recycles a tensor that nothing reads any more. */
    void recycle(T tensor);

    /** Recycles what the backward pass does not read of the result of an operation. */
    void recycleTemporary(T result);

    /** The memory of a nested scope. */
    M scope();

    /** Marks the memory in use. */
    long mark();

    /** Frees all tensors that were allocated since {@link #mark}. */
    void release(long mark);

    @Override
    void close();
}
