package hangolo.rules.view;

/**
 * A decision whose scenario and next steps are asked for (scenarios.csv, nextsteps.csv, alternatives.csv).
 *
 * @param recommendation {@code phase1}, {@code phase2} or {@code phase3}
 * @param label {@code excellent}, {@code improved}, {@code marginal gain} or {@code no improvement}
 * @param tier {@code none}, {@code minimum}, {@code target} or {@code exceptional}
 * @param tierRank 0 to 3
 * @param judgedBy as in {@link PhaseEndFacts}
 * @param evidence as in {@link Candidate}
 * @param melCe Mel CE of the phase's best model
 * @param quality its quality out of 10
 */
public record DecisionFacts(
        @FactInfo(
                title = "Recommendation",
                words = {"phase1", "phase2", "phase3"})
        String recommendation,

        @FactInfo(
                title = "Label",
                words = {"excellent", "improved", "marginal gain", "no improvement"})
        String label,

        @FactInfo(
                title = "Tier",
                words = {"none", "minimum", "target", "exceptional"})
        String tier,

        @FactInfo(title = "Tier rank", from = 0, to = 3) int tierRank,

        @FactInfo(
                title = "Judged by",
                words = {"listener", "estimated", "nothing"})
        String judgedBy,

        @FactInfo(
                title = "Evidence",
                words = {"listener", "audio fine", "audio degraded", "unjudged", "no samples"})
        String evidence,

        @FactInfo(title = "Mel CE", from = 0) Double melCe,

        @FactInfo(title = "Quality", from = 0, to = 10, step = 0.1)
        Double quality) {}
