package hangolo.engine.train;

import hangolo.engine.Ops;

/**
 * What is to become small: a network and its losses.
 *
 * @param <B> a batch
 */
@FunctionalInterface
public interface Objective<B> {

    /** Runs the network forward on a batch. */
    StepLosses losses(Ops ops, B batch);
}
