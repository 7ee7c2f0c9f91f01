package hangolo.rules.drools;

import hangolo.rules.table.RuleFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the rows of limits.csv said about a phase. They say the same at every question, so that one answer a phase is enough, unless a
 * DRL file also looks at the phase and may combine it with other facts.
 */
final class PhaseLimits {
    private final Map<Integer, List<Finding>> known = new ConcurrentHashMap<>();
    private final boolean constant;

    PhaseLimits(List<RuleFile> files) {
        constant =
                files.stream().noneMatch(file -> !file.isTable() && file.drl().contains("PhaseFacts"));
    }

    /** What was found for a phase; empty if nobody has asked yet, or if the answer may differ. */
    Optional<List<Finding>> of(int phase) {
        return constant ? Optional.ofNullable(known.get(phase)) : Optional.empty();
    }

    void remember(int phase, List<Finding> found) {
        known.put(phase, found);
    }
}
