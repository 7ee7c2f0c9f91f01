package hangolo.app.report;

import hangolo.app.record.ModelLabel;
import hangolo.app.record.RunRecord;
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
 * A run with the current conclusions of the rules.
 *
 * @param folder the run folder, for its audio files
 * @param run the record
 * @param decision which model to use
 * @param scores a listener's scores
 * @param checklists before, during, after
 * @param limits thresholds by name
 * @param why the explanation of the decision
 */
record RunView(
        Path folder,
        RunRecord run,
        Decision decision,
        Optional<ListenerScores> scores,
        List<Checklist> checklists,
        Map<String, Double> limits,
        Why why) {

    /** The rules behind the decision, and what would have changed it. */
    record Why(Explanation explanation, List<Counterfactual> changes) {}

    /** The label of this phase's model in the report. */
    String thisPhase() {
        return ModelLabel.ofPhase(run.head().phase());
    }

    /** The decision in words: {@code Use phase 2}. */
    String verdict() {
        return switch (decision.recommendation()) {
            case "phase1" -> "Keep phase 1";
            case "phase3" -> "Continue with phase 3";
            default -> "Use " + decision.recommendation().replace("phase", "phase ");
        };
    }
}
