/**
 * The training loop: batches in, better parameters out. Knows nothing of speech, files or screens; what happens around a
 * step is the business of a {@link hangolo.engine.train.TrainListener} and a {@link hangolo.engine.train.TrainingController}.
 *
 * <p>Words: a <em>step</em> is one batch, counted as Coqui's trainer counts (xtts-spec.md 7.6); an <em>update</em> is one
 * move of the optimizer, after the gradients of {@code accumulation} steps. State exists only between updates, so that
 * whatever is saved can be continued bit for bit.
 */
package hangolo.engine.train;
