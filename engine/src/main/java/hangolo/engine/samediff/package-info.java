/**
 * The portable backend, and the oracle that the others are tested against: operations are written as SameDiff graphs, and
 * SameDiff's own automatic differentiation gives the gradients. Runs wherever ND4J has a backend: on the processor, or in a jar of the
 * profile {@code nd4j-cuda} on a card; not fast.
 *
 * <p>A training pass is one graph, run when it goes backward; in an inference pass every operation is a small graph of its
 * own, run at once, so that generation can write to its cache.
 */
package hangolo.engine.samediff;
