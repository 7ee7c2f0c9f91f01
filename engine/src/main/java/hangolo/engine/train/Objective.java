package hangolo.engine.train;

import hangolo.engine.Ops;

/**
 * The training objective: runs the model on a batch and returns its losses.
 *
 * @param <B> a batch
 */
@FunctionalInterface
public interface Objective<B> {

    /** Runs the forward pass on a batch. */
    StepLosses losses(Ops ops, B batch);
}
