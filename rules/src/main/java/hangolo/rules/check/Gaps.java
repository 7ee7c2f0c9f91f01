package hangolo.rules.check;

import hangolo.rules.table.RuleSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds what no row covers. In a table with ranks, rows of a higher rank often cut an everyday gap into many odd value classes; then
 * the gap between the rows of the lowest rank is reported, with the rows that take something out of it.
 */
final class Gaps {
    private final ConditionSpace space;
    private final Map<RuleSource, Region> regions;

    Gaps(ConditionSpace space, Map<RuleSource, Region> regions) {
        this.space = space;
        this.regions = regions;
    }

    List<Gap> in(List<RuleSource> rows, boolean ranked) {
        Region gap = rest(rows);
        List<Gap> exact = gaps(gap, List.of());
        if (!ranked || exact.isEmpty()) {
            return exact;
        }
        double lowest = rows.stream().mapToDouble(TableCheck::rank).min().orElse(0);
        Region lowestGap =
                rest(rows.stream().filter(row -> TableCheck.rank(row) == lowest).toList());
        List<RuleSource> higher =
                rows.stream().filter(row -> TableCheck.rank(row) > lowest).toList();
        List<Gap> everyday = gaps(lowestGap, higher).stream()
                .filter(found -> !Region.of(found.rectangle()).and(gap).isEmpty())
                .toList();
        return everyday.size() < exact.size() || simpler(everyday.get(0), exact.get(0)) ? everyday : exact;
    }

    private Region rest(List<RuleSource> rows) {
        Region rest = space.possible();
        List<RuleSource> broadFirst = rows.stream()
                .sorted(Comparator.comparingInt(row -> row.conditions().size()))
                .toList();
        for (RuleSource row : broadFirst) {
            rest = rest.minus(regions.get(row));
        }
        return rest.joined();
    }

    private List<Gap> gaps(Region region, List<RuleSource> higher) {
        List<HyperRectangle> rectangles = new ArrayList<>(region.rectangles());
        for (int i = 0; i < space.dimensions().size(); i++) {
            List<HyperRectangle> split = new ArrayList<>();
            for (HyperRectangle rectangle : rectangles) {
                for (BitSet run :
                        space.dimensions().get(i).runs(rectangle.sets().get(i))) {
                    split.add(HyperRectangle.with(rectangle.sets(), i, run));
                }
            }
            rectangles = split;
        }
        return rectangles.stream()
                .map(rectangle -> new Gap(
                        rectangle,
                        higher.stream()
                                .filter(row -> !regions.get(row)
                                        .and(Region.of(rectangle))
                                        .isEmpty())
                                .toList()))
                .toList();
    }

    /** Whether one gap needs fewer facts to be said than another. */
    private boolean simpler(Gap one, Gap other) {
        return restricted(one.rectangle()) < restricted(other.rectangle());
    }

    private long restricted(HyperRectangle rectangle) {
        long count = 0;
        for (int i = 0; i < rectangle.sets().size(); i++) {
            count += rectangle.sets().get(i).equals(space.dimensions().get(i).all()) ? 0 : 1;
        }
        return count;
    }
}
