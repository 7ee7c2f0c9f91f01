/**
 * The CPU backend: operations run eagerly and record their backward steps on a tape; matrix multiplications by OpenBLAS and oneDNN,
 * everything else by loops over rows on all cores, in memory outside the Java heap. Needs no ND4J.
 *
 * <p>Kernels copy a row into a Java array, compute there (where the compiler vectorises) and copy it back; the copies
 * stay in the L1 cache.
 */
package hangolo.engine.cpu;
