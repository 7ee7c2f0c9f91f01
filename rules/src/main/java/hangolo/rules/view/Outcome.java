package hangolo.rules.view;

/**
 * A decision whose scenario and next steps are asked for (scenarios.csv, nextsteps.csv, alternatives.csv).
 *
 * @param recommendation {@code phase1}, {@code phase2} or {@code phase3}
 * @param label {@code excellent}, {@code improved}, {@code marginal gain} or {@code no improvement}
 * @param tier {@code none}, {@code minimum}, {@code target} or {@code exceptional}
 * @param tierRank 0 to 3
 * @param judgedBy as in {@link Finish}
 * @param evidence as in {@link Candidate}
 * @param melCe Mel CE of the phase's best model
 * @param quality its quality out of 10
 */
public record Outcome(
        String recommendation,
        String label,
        String tier,
        int tierRank,
        String judgedBy,
        String evidence,
        Double melCe,
        Double quality) {}
