/**
 * Eager reverse-mode automatic differentiation, shared by the backends {@code cpu} and {@code cuda}: a tape of backward steps, the
 * memory of temporaries and gradients, and activation checkpointing. A backend supplies its memory as a
 * {@link hangolo.engine.tape.TapeMemory}.
 */
package hangolo.engine.tape;
