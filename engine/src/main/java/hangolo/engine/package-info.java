/**
 * Tensors, operations, autodiff, optimizer and backends. Knows nothing of speech.
 *
 * <p>Every tensor is a matrix of rows and columns. Rows are time (tokens, mel frames, pixels) of several sequences
 * packed one after the other without padding; {@link hangolo.engine.PackedSequences} says where each sequence begins. Columns
 * are the width (channels). Letters used in this package: {@code n} rows, {@code d} columns, {@code h} heads.
 */
package hangolo.engine;
