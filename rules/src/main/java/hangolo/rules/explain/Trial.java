package hangolo.rules.explain;

import hangolo.rules.audit.FactQuery;
import hangolo.rules.audit.NearMiss;
import hangolo.rules.table.RuleSource;
import java.util.List;

/**
 * A rule, evaluated condition by condition.
 *
 * @param rule where it is written down
 * @param about the facts it was asked about
 * @param failed the conditions that did not hold; empty if it fires
 */
public record Trial(RuleSource rule, FactQuery about, List<FailedCondition> failed) {

    /** Copies the list. */
    public Trial {
        failed = List.copyOf(failed);
    }

    /** Whether all conditions hold. */
    public boolean holds() {
        return failed.isEmpty();
    }

    /** Whether exactly one condition did not. */
    public boolean near() {
        return failed.size() == 1;
    }

    NearMiss nearMiss() {
        FailedCondition failure = failed.get(0);
        return new NearMiss(
                rule.name(),
                rule.file(),
                rule.row(),
                rule.hash(),
                failure.condition().fact(),
                failure.needed(),
                failure.found(),
                failure.distance(),
                failure.text());
    }
}
