package hangolo.models.xtts.nn;

import hangolo.engine.Ops;
import hangolo.engine.Tensor;

/**
 * Sees the intermediates of a network while they are computed, under the names that Coqui TTS has for them. {@link #NONE} sees
 * nothing; the comparison with Coqui's numbers has one that reads them.
 */
@FunctionalInterface
public interface Probe {

    /** Sees nothing. */
    Probe NONE = (name, ops, rows) -> {};

    /**
     * An intermediate.
     *
     * @param ops what computes it; in inference a {@link hangolo.engine.Pass}, which can read it
     * @param rows [rows, channels]; its memory may be used again after the call
     */
    void record(String name, Ops ops, Tensor rows);

    /** An intermediate that is no tensor; may change after the call. */
    default void record(String name, float[] values) {}

    /** The same probe, with a prefix in front of every name. */
    default Probe under(String prefix) {
        return this == NONE ? NONE : (name, ops, rows) -> record(prefix + name, ops, rows);
    }
}
