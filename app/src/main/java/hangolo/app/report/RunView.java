package hangolo.app.report;

import hangolo.app.record.ModelLabel;
import hangolo.app.record.RunRecord;
import hangolo.rules.explain.Explanation;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.judge.Checklist;
import hangolo.rules.judge.Counterfactual;
import hangolo.rules.judge.Decision;
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
        return ModelLabel.ofPhase(run.head().phase());
    }

    /** The decision in words: {@code Use phase 2}. */
    String verdict() {
        return switch (decision.recommendation()) {
            case PHASE1 -> "Keep phase 1";
            case PHASE3 -> "Go on to phase 3";
            case PHASE2 -> "Use " + decision.recommendation().title();
        };
    }
}
