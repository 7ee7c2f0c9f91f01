/**
 * Chooses a backend: {@link hangolo.engine.select.ComputeConfig} says which one, with which precision and memory;
 * {@link hangolo.engine.select.Backends} opens it. {@code AUTO} takes the GPU if one is usable and a small training step on it
 * agrees with the CPU.
 */
package hangolo.engine.select;
