package hangolo.rules.check;

import hangolo.rules.table.Condition;
import hangolo.rules.table.RuleSource;
import hangolo.rules.table.RuleTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All situations that the rows of a table can tell apart: one dimension a fact that they ask for. */
final class ConditionSpace {
    private final List<Dimension> dimensions = new ArrayList<>();
    private final Region possible;

    /** The space of a table; its dimensions stand in the order of the columns. */
    ConditionSpace(RuleTable table) {
        this(table.columns(), table.rules());
    }

    ConditionSpace(List<RuleTable.Column> columns, List<RuleSource> rows) {
        Map<List<String>, List<Condition>> asked = new LinkedHashMap<>();
        for (RuleTable.Column column : columns) {
            rows.stream()
                    .flatMap(row -> row.conditions().stream())
                    .filter(condition -> condition.view().equals(column.view())
                            && condition.fact().equals(column.subject()))
                    .forEach(condition -> asked.computeIfAbsent(
                                    List.of(condition.view(), condition.fact()), key -> new ArrayList<>())
                            .add(condition));
        }
        asked.forEach((key, conditions) -> dimensions.add(new Dimension(key.get(0), key.get(1), conditions)));
        possible = whatCanBe();
    }

    List<Dimension> dimensions() {
        return dimensions;
    }

    /** What can occur at all. */
    Region possible() {
        return possible;
    }

    /** The rectangle of all values, also of what cannot occur together. */
    HyperRectangle everything() {
        return new HyperRectangle(dimensions.stream().map(Dimension::all).toList());
    }

    /** The value classes of a dimension that can occur in a rectangle. */
    BitSet possible(HyperRectangle rectangle, int dimension) {
        BitSet found = new BitSet();
        Region.of(rectangle)
                .and(possible)
                .rectangles()
                .forEach(any -> found.or(any.sets().get(dimension)));
        return found;
    }

    /** When a row fires; empty if it never can. */
    Region of(RuleSource row) {
        List<BitSet> sets = new ArrayList<>();
        for (Dimension dimension : dimensions) {
            BitSet set = setOf(row, dimension);
            if (set.isEmpty()) {
                return new Region(List.of());
            }
            sets.add(set);
        }
        return Region.of(new HyperRectangle(sets)).and(possible);
    }

    /** The value classes of one dimension that fulfil a row's conditions on it. */
    BitSet setOf(RuleSource row, Dimension dimension) {
        return dimension.where(value -> row.conditions().stream()
                .filter(condition -> condition.view().equals(dimension.view())
                        && condition.fact().equals(dimension.fact()))
                .allMatch(condition -> condition.holds(value)));
    }

    private Region whatCanBe() {
        Region all = Region.of(everything());
        for (String view : dimensions.stream().map(Dimension::view).distinct().toList()) {
            for (List<List<FactConstraints.Where>> group : FactConstraints.cases(view)) {
                Region either = new Region(List.of());
                for (List<FactConstraints.Where> together : group) {
                    either = either.or(cut(view, together));
                }
                all = all.and(either.joined()).joined();
            }
        }
        return all;
    }

    private Region cut(String view, List<FactConstraints.Where> together) {
        List<BitSet> sets = new ArrayList<>();
        for (Dimension dimension : dimensions) {
            BitSet set = dimension.all();
            for (FactConstraints.Where where : together) {
                if (dimension.view().equals(view) && dimension.fact().equals(where.fact())) {
                    set.and(dimension.where(where.allowed()));
                }
            }
            if (set.isEmpty()) {
                return new Region(List.of());
            }
            sets.add(set);
        }
        return Region.of(new HyperRectangle(sets));
    }
}
