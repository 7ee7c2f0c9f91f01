package hangolo.engine;

import java.util.List;

/** A device on which tensors live and operations run. One pass at a time; not thread safe. */
public interface Backend extends AutoCloseable {

    /** The name on the command line: {@code cpu}, {@code samediff}, {@code cuda}. */
    String name();

    /** One line for the user: threads or GPU, precision, library. */
    String description();

    /** The precision it was opened with, for the {@link #store} of networks that should be fast. */
    default Precision precision() {
        return Precision.FP32;
    }

    /**
     * Memory for parameters, all zero.
     *
     * @param specs names and shapes, in the order of the optimizer state
     * @param trainable whether gradients and optimizer state are held too
     * @param weightPrecision precision of matrix multiplications with these weights; a backend with a single precision ignores it
     */
    ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision weightPrecision);

    /** As above, in fp32. */
    default ParameterStore store(List<ParameterSpec> specs, boolean trainable) {
        return store(specs, trainable, Precision.FP32);
    }

    /**
     * Opens a pass that records its operations for {@link Pass#backward}. Dropout depends on seed, step and position
     * only, so that a step can be repeated.
     */
    Pass training(long seed, long step);

    /** Opens a pass without gradients and without dropout. */
    Pass inference();

    @Override
    void close();
}
