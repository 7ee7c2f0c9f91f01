package hangolo.models.xtts.training;

import hangolo.engine.Tensor;

/**
 * The losses of a batch, each [1, 1].
 *
 * @param text cross entropy of the text tokens, not weighted
 * @param mel cross entropy of the audio codes
 * @param total the weighted sum that is trained
 */
public record XttsLosses(Tensor text, Tensor mel, Tensor total) {}
