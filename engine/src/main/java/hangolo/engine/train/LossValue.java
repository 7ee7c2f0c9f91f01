package hangolo.engine.train;

/**
 * The value of one named loss.
 *
 * @param name the name in logs
 * @param value the mean over the targets of the batch
 * @param rows how many targets that were
 */
public record LossValue(String name, double value, int rows) {}
