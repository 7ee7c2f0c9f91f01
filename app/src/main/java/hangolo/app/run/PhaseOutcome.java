package hangolo.app.run;

import hangolo.engine.train.StopReason;
import hangolo.rules.judge.Decision;
import java.nio.file.Path;

/**
 * How a phase ended.
 *
 * @param folder the run folder
 * @param stop why training ended
 * @param decision which model to use, and why
 */
public record PhaseOutcome(Path folder, StopReason stop, Decision decision) {

    /** Whether the phase came to its end, by itself or by a rule; otherwise it can be resumed. */
    public boolean complete() {
        return stop.kind() == StopReason.Kind.COMPLETE || stop.kind() == StopReason.Kind.RULE;
    }
}
