/**
 * The training loop. Knows nothing of speech, files or screens; what happens around a step is up to a {@link hangolo.engine.train.TrainListener} and a {@link hangolo.engine.train.TrainingController}.
 *
 * <p>A <em>step</em> is one batch, counted as in Coqui's trainer (xtts-spec.md 7.6); an <em>update</em> is one step of the optimizer,
 * after the gradients of {@code accumulation} batches are accumulated. State exists only between updates, so that every checkpoint
 * resumes bit for bit.
 */
package hangolo.engine.train;
