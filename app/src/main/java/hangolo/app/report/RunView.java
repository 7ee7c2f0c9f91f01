package hangolo.app.report;

import hangolo.rules.Checklist;
import hangolo.rules.Counterfactual;
import hangolo.rules.Decision;
import hangolo.rules.explain.Explanation;
import hangolo.rules.facts.ListenerScores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run together with what the rules say about it now.
 *
 * @param folder the run folder, for its sounds
 * @param run the record
 * @param decision which model to use
 * @param scores what a listener gave
 * @param checklists before, during, after
 * @param limits thresholds by the names of limits.csv
 * @param why what speaks for and against the decision
 */
record RunView(
        Path folder,
        RunRecord run,
        Decision decision,
        Optional<ListenerScores> scores,
        List<Checklist> checklists,
        Map<String, Double> limits,
        Why why) {

    /** Every rule about the decision, and what would have changed it. */
    record Why(Explanation explanation, List<Counterfactual> changes) {}

    /** The phase as the report calls it. */
    String thisPhase() {
        return "phase " + run.head().phase();
    }

    /** The decision in words: {@code Use phase 2}. */
    String verdict() {
        return switch (decision.recommendation()) {
            case "phase1" -> "Keep phase 1";
            case "phase3" -> "Go on to phase 3";
            default -> "Use " + decision.recommendation().replace("phase", "phase ");
        };
    }
}
