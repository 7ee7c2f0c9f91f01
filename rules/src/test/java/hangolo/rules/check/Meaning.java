package hangolo.rules.check;

import hangolo.rules.table.HitPolicy;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleSource;
import hangolo.rules.table.RuleTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Proves that two versions of a row say the same, so that no test could tell them apart. */
public final class Meaning {
    private Meaning() {}

    /** Whether a row fires in the same situations in both versions of a table, cut at the limits of both. */
    public static boolean firesAlike(RuleFile left, RuleFile right, int row) {
        RuleTable before = RuleTable.read(left, new ArrayList<>());
        RuleTable after = RuleTable.read(right, new ArrayList<>());
        RuleSource old = row(before, row);
        RuleSource changed = row(after, row);
        ConditionSpace space = new ConditionSpace(before.columns(), List.of(old, changed));
        return space.of(old).minus(space.of(changed)).isEmpty()
                && space.of(changed).minus(space.of(old)).isEmpty();
    }

    /** Whether another rank would change which row wins over one that fires together with this one. */
    public static boolean rankMatters(RuleFile file, int row, double rank) {
        RuleTable table = RuleTable.read(file, new ArrayList<>());
        if (table.hitPolicy() != HitPolicy.PRIORITY) {
            return false;
        }
        ConditionSpace space = new ConditionSpace(table);
        Map<RuleSource, Region> regions = new LinkedHashMap<>();
        table.rules().forEach(each -> regions.put(each, space.of(each)));
        RuleSource own = row(table, row);
        BiPredicate<RuleSource, Double> beats = (other, with) -> {
            double theirs = TableCheck.rank(other);
            return theirs > with || (theirs == with && other.row() < own.row());
        };
        return table.rules().stream()
                .filter(other -> other != own)
                .filter(other -> !regions.get(other).and(regions.get(own)).isEmpty())
                .anyMatch(other -> beats.test(other, TableCheck.rank(own)) != beats.test(other, rank));
    }

    private static RuleSource row(RuleTable table, int row) {
        return table.rules().stream()
                .filter(rule -> rule.row() == row)
                .findFirst()
                .orElseThrow();
    }
}
