package hangolo.engine;

import java.util.List;

/** A place where tensors live and operations run. One pass at a time; not thread safe. */
public interface Backend extends AutoCloseable {

    /** The name on the command line: {@code cpu}, {@code samediff}, {@code cuda}. */
    String name();

    /** One line for people: threads or card, precision, library. */
    String description();

    /** The precision it was opened with: what networks that are to be fast ask of their {@link #store}. */
    default Precision precision() {
        return Precision.FP32;
    }

    /**
     * Memory for parameters, all zero.
     *
     * @param specs names and shapes, in the order of the optimizer state
     * @param trainable whether gradients and optimizer state are held too
     * @param products precision of the products with these weights; a backend that has only one takes that
     */
    ParameterStore store(List<ParameterSpec> specs, boolean trainable, Precision products);

    /** As above, with products of 32-bit numbers. */
    default ParameterStore store(List<ParameterSpec> specs, boolean trainable) {
        return store(specs, trainable, Precision.FP32);
    }

    /**
     * Starts a pass whose operations are recorded for {@link Pass#backward}. Dropout is a function of seed, step and
     * position only, so that a step can be repeated.
     */
    Pass training(long seed, long step);

    /** Starts a pass without gradients and without dropout. */
    Pass inference();

    @Override
    void close();
}
