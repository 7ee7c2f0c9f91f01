/**
 * The networks of XTTS v2, written once and forward only against {@link hangolo.engine.Ops}, and what is made of them: the
 * training losses, generation, and speech.
 *
 * <p>Letters: {@code d} width of the GPT, {@code B} clips of a batch, {@code T} text tokens of a clip, {@code n} audio codes of a
 * clip, {@code P} prompt latents (32). A clip is one sequence of rows
 * {@code [prompt P][start t1..tT][start c1..cn stop stop stop]}, see {@link hangolo.models.xtts.TrainingGraph}.
 */
package hangolo.models.xtts;
