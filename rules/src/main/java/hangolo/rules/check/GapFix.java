package hangolo.rules.check;

import hangolo.rules.table.Operator;
import hangolo.rules.table.RuleSource;
import hangolo.rules.table.RuleTable;
import hangolo.rules.view.Limit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a gap could be closed: by moving a limit of a neighbouring row, or by a row of its own. */
final class GapFix {
    private final RuleTable table;
    private final ConditionSpace space;
    private final List<RuleSource> rows;

    GapFix(RuleTable table, ConditionSpace space, List<RuleSource> rows) {
        this.table = table;
        this.space = space;
        this.rows = rows;
    }

    String forGap(HyperRectangle gap) {
        List<String> fixes = new ArrayList<>();
        for (RuleSource row : rows) {
            widened(row, gap).ifPresent(fixes::add);
        }
        newRow(gap).ifPresent(fixes::add);
        if (fixes.isEmpty()) {
            return "Add a row for it; the columns of this table cannot say exactly this, so let it cover more and give it a"
                    + " lower rank.";
        }
        String all = String.join(", or ", fixes);
        return Character.toUpperCase(all.charAt(0)) + all.substring(1) + ".";
    }

    /** If a row misses the gap in one dimension only and touches it there: which cell to change to what. */
    private Optional<String> widened(RuleSource row, HyperRectangle gap) {
        int misses = -1;
        for (int i = 0; i < gap.sets().size(); i++) {
            BitSet outside = (BitSet) gap.sets().get(i).clone();
            outside.andNot(space.setOf(row, space.dimensions().get(i)));
            if (!outside.isEmpty() && misses >= 0) {
                return Optional.empty();
            }
            misses = outside.isEmpty() ? misses : i;
        }
        return misses < 0 ? Optional.empty() : moved(row, misses, gap.sets().get(misses));
    }

    private Optional<String> moved(RuleSource row, int at, BitSet gap) {
        Dimension dimension = space.dimensions().get(at);
        BitSet set = space.setOf(row, dimension);
        if (set.length() == gap.nextSetBit(0)) {
            return bound(dimension, gap, false).flatMap(limit -> change(row, dimension, limit));
        }
        if (set.nextSetBit(0) == gap.length()) {
            return bound(dimension, gap, true).flatMap(limit -> change(row, dimension, limit));
        }
        return Optional.empty();
    }

    private Optional<String> change(RuleSource row, Dimension dimension, Limit limit) {
        return column(dimension, limit.operator())
                .filter(column -> row.cells().containsKey(column.label()))
                .map(column -> "change '" + column.label() + "' in row " + row.row() + " to "
                        + RegionFormatter.show(dimension, limit.at()));
    }

    private record Limit(Operator operator, double at) {}

    /** The lower or upper end of a run of numbers, as a condition. */
    private static Optional<Limit> bound(Dimension dimension, BitSet run, boolean lower) {
        ValueClass valueClass = dimension.valueClasses().get(lower ? run.nextSetBit(0) : run.length() - 1);
        if (valueClass instanceof ValueClass.One one && one.value() instanceof Double number) {
            return Optional.of(new Limit(lower ? Operator.AT_LEAST : Operator.AT_MOST, number));
        }
        if (valueClass instanceof ValueClass.Between between) {
            double end = lower ? between.from() : between.to();
            return Double.isInfinite(end)
                    ? Optional.empty()
                    : Optional.of(new Limit(lower ? Operator.GREATER : Operator.LESS, end));
        }
        return Optional.empty();
    }

    private Optional<RuleTable.Column> column(Dimension dimension, Operator operator) {
        return table.columns().stream()
                .filter(column -> column.isCondition()
                        && column.view().equals(dimension.view())
                        && column.subject().equals(dimension.fact())
                        && column.operator().equals(Optional.of(operator)))
                .findFirst();
    }

    private Optional<String> newRow(HyperRectangle gap) {
        List<String> cells = new ArrayList<>();
        HyperRectangle said = space.everything();
        for (int i = 0; i < gap.sets().size(); i++) {
            Dimension dimension = space.dimensions().get(i);
            BitSet set = gap.sets().get(i);
            if (set.equals(space.possible(said, i))) {
                continue;
            }
            said = HyperRectangle.with(said.sets(), i, set);
            Optional<List<String>> filled = cells(dimension, set);
            if (filled.isEmpty()) {
                return Optional.empty();
            }
            cells.addAll(filled.get());
        }
        String rest = table.columns().stream()
                .filter(RuleTable.Column::isAction)
                .map(RuleTable.Column::label)
                .collect(Collectors.joining(", "));
        return cells.isEmpty()
                ? Optional.empty()
                : Optional.of("add a row with " + String.join(", ", cells) + ", and fill in Name, " + rest);
    }

    /** The condition cells that say a set of value classes; empty if the columns of the table cannot. */
    private Optional<List<String>> cells(Dimension dimension, BitSet set) {
        int first = set.nextSetBit(0);
        ValueClass valueClass = dimension.valueClasses().get(first);
        if (valueClass instanceof ValueClass.Unknown) {
            return Optional.empty();
        }
        if (valueClass instanceof ValueClass.One one && !(one.value() instanceof Number)) {
            return column(dimension, Operator.EQUAL).map(column -> List.of("'" + column.label() + "' " + one.value()));
        }
        BitSet run = set.get(0, Math.max(set.nextClearBit(first), first));
        List<String> cells = new ArrayList<>();
        for (boolean lower : new boolean[] {true, false}) {
            Optional<Limit> limit = bound(dimension, run, lower);
            boolean open = lower ? first == 0 : limit.isEmpty();
            if (open) {
                continue;
            }
            Optional<RuleTable.Column> column = limit.flatMap(found -> column(dimension, found.operator()));
            if (column.isEmpty()) {
                return Optional.empty();
            }
            cells.add("'" + column.get().label() + "' "
                    + RegionFormatter.show(dimension, limit.get().at()));
        }
        return Optional.of(cells);
    }
}
