/**
 * A small mutation engine for the readers of files: damages good files by chance, but reproducibly, and watches what a reader
 * does with them. Shared by the tests of {@code audio}, {@code models} and {@code app}.
 */
package hangolo.fuzz;
