/**
 * Weight files: PyTorch {@code .pth} (zip and legacy) and safetensors, read and written as streams.
 *
 * <p>Every input is treated as hostile: nothing a file says is executed, every length is compared with the file before
 * memory is taken, and the only exception that leaves this package because of a file's content is
 * {@link hangolo.models.weights.WeightFileException}. Formats: xtts-spec.md 1.1, 1.3, 1.4 and 7.5.
 */
package hangolo.models.weights;
