package hangolo.rules.view;

/**
 * A Mel CE whose quality is to be estimated (quality.csv).
 *
 * @param melCe Mel CE
 */
public record Loss(@About(title = "Mel CE", from = 0) Double melCe) {}
