package hangolo.rules.view;

/**
 * A limit that limits.csv defines for the present phase.
 *
 * @param name its name
 * @param value its value, in the unit that the row names
 */
public record Limit(String name, double value) {}
