package hangolo.engine;

import java.util.List;
import java.util.Optional;

/**
 * The parameters of a network in one contiguous block of memory per {@link Role}, in the order of their specs, so that
 * optimizer, gradient norm and checkpoint are one pass over memory.
 */
public interface ParameterStore extends AutoCloseable {

    /** What a block of memory holds. */
    enum Role {
        /** The weights. */
        WEIGHT,
        /** The sum of the gradients since {@link ParameterStore#zeroGradients}. */
        GRADIENT,
        /** Adam's running mean of gradients ({@code exp_avg}). */
        FIRST_MOMENT,
        /** Adam's running mean of squared gradients ({@code exp_avg_sq}). */
        SECOND_MOMENT
    }

    /** All parameters in order. */
    List<ParameterSpec> specs();

    /** The weight of that name as a tensor; an {@link IllegalArgumentException} names a parameter that is missing. */
    Tensor weight(String name);

    /** The spec of that name. */
    Optional<ParameterSpec> find(String name);

    /**
     * Copies {@code length} values into a parameter, starting at element {@code offset}. While no pass is open, several threads may
     * write concurrently, each to another parameter or role.
     */
    void write(String name, Role role, int offset, float[] values, int length);

    /**
     * Copies {@code length} values out of a parameter, starting at element {@code offset}. Several threads may read concurrently,
     * also while another thread runs passes, as long as nothing writes or updates.
     */
    void read(String name, Role role, int offset, float[] values, int length);

    /** Sets all gradients to zero. */
    void zeroGradients();

    /** The Euclidean norm over all gradients. */
    double gradientNorm();

    /** Multiplies all gradients, for clipping. */
    void scaleGradients(float factor);

    /**
     * One AdamW update of all parameters (xtts-spec.md 7.5).
     *
     * @param step number of this update, 1 for the first
     * @param rate learning rate
     */
    void update(AdamW settings, long step, double rate);

    @Override
    void close();

    /** A whole parameter as an array. */
    default float[] values(String name, Role role) {
        ParameterSpec spec = find(name).orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
        float[] values = new float[spec.count()];
        read(name, role, 0, values, values.length);
        return values;
    }

    /** Fills a whole parameter. */
    default void fill(String name, Role role, float[] values) {
        write(name, role, 0, values, values.length);
    }
}
