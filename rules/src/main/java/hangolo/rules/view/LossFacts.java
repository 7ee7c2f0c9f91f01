package hangolo.rules.view;

/**
 * A Mel CE whose quality is to be estimated (quality.csv).
 *
 * @param melCe Mel CE
 */
public record LossFacts(
        @FactInfo(title = "Mel CE", from = 0) Double melCe) {}
