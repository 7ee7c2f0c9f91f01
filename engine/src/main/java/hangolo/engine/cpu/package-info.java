/**
 * The backend for a computer without a graphics card: operations run at once and note on a tape how to run backwards;
 * matrix products by OpenBLAS and oneDNN, everything else by loops over rows on all cores, in memory outside the Java heap.
 *
 * <p>Kernels copy a row into a Java array, compute there (where the compiler vectorises) and copy it back; the copies
 * stay in the first cache level.
 */
package hangolo.engine.cpu;
