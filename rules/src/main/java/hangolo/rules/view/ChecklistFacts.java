package hangolo.rules.view;

/**
 * One figure of a checklist (checklist.csv).
 *
 * @param stage {@code before}, {@code during} or {@code after}
 * @param name what was read
 * @param value the figure; 1 for yes and 0 for no
 */
public record ChecklistFacts(
        @FactInfo(
                title = "Stage",
                words = {"before", "during", "after"})
        String stage,

        @FactInfo(
                title = "Figure",
                words = {
                    "phase 1 complete",
                    "checkpoint exists",
                    "configuration exists",
                    "GPU available",
                    "disk spare GB",
                    "GPU use %",
                    "steps between evaluations",
                    "text CE",
                    "Mel CE",
                    "samples exist",
                    "samples heard",
                    "compared with phase 1",
                    "decided"
                })
        String name,

        @FactInfo(title = "Value") Double value) {}
