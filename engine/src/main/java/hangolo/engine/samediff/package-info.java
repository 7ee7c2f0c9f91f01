/**
 * The portable backend, and the oracle that the others are tested against: operations are written as SameDiff graphs, and
 * SameDiff's own automatic differentiation gives the gradients. Runs wherever ND4J has a backend: on the CPU, or in a jar of the
 * profile {@code nd4j-cuda} on a GPU; not fast.
 *
 * <p>A training pass is one graph, run by the backward pass; in an inference pass every operation is a small graph of its own, run
 * eagerly, so that generation can write to its cache.
 */
package hangolo.engine.samediff;
