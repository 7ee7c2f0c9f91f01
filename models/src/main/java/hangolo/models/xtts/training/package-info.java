/**
 * Clips to losses, the weights of a new model, and the memory of a step. A clip is one sequence of rows
 * {@code [prompt P][start t1..tT][start c1..cn stop stop stop]}; {@code B} of them are packed one behind the other, see
 * {@link hangolo.models.xtts.training.TrainingGraph}.
 */
package hangolo.models.xtts.training;
