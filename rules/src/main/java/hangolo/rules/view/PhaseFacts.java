package hangolo.rules.view;

/**
 * The phase whose limits are wanted (limits.csv).
 *
 * @param phase 1 or more
 */
public record PhaseFacts(
        @FactInfo(title = "Phase", from = 1) int phase) {}
