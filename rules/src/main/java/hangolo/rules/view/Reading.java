package hangolo.rules.view;

/**
 * One figure of a checklist (checklist.csv).
 *
 * @param stage {@code before}, {@code during} or {@code after}
 * @param name what was read
 * @param value the figure; 1 for yes and 0 for no
 */
public record Reading(String stage, String name, Double value) {}
