package hangolo.rules.facts;

import java.util.Optional;

/**
 * The earlier models of the chain, each possibly unknown.
 *
 * @param baseline the model before any of the phases
 * @param phase1 the model that production falls back to
 */
public record PhaseHistory(Optional<PhaseResult> baseline, Optional<PhaseResult> phase1) {

    /** Nothing is known. */
    public static PhaseHistory unknown() {
        return new PhaseHistory(Optional.empty(), Optional.empty());
    }

    /** Only phase 1 is known. */
    public static PhaseHistory ofPhase1(PhaseResult phase1) {
        return new PhaseHistory(Optional.empty(), Optional.of(phase1));
    }
}
