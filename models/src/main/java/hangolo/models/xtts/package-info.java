/**
 * XTTS v2: {@link hangolo.models.xtts.XttsModel} is a model folder in memory, {@link hangolo.models.xtts.ClipEncoder} the parts of
 * it that encode clips and texts. The networks in the packages below are written once, forward only, against
 * {@link hangolo.engine.Ops}; arrows go from {@code synthesis} and {@code training} to the networks, and from those to {@code nn}.
 *
 * <p>Letters: {@code d} width of the GPT, {@code B} clips of a batch, {@code T} text tokens of a clip, {@code n} audio codes of a
 * clip, {@code P} prompt latents (32).
 */
package hangolo.models.xtts;
