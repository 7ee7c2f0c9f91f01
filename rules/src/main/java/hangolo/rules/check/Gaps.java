package hangolo.rules.check;

import hangolo.rules.table.RuleSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds what no row covers. In a table with ranks, rows of a higher rank often cut an everyday gap into many odd pieces; then
 * the gap between the rows of the lowest rank is told, with the rows that take something out of it.
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
                .filter(found -> !Region.of(found.box()).and(gap).isEmpty())
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
        List<HyperRectangle> boxes = new ArrayList<>(region.boxes());
        for (int i = 0; i < space.dimensions().size(); i++) {
            List<HyperRectangle> split = new ArrayList<>();
            for (HyperRectangle box : boxes) {
                for (BitSet run : space.dimensions().get(i).runs(box.sides().get(i))) {
                    split.add(HyperRectangle.with(box.sides(), i, run));
                }
            }
            boxes = split;
        }
        return boxes.stream()
                .map(box -> new Gap(
                        box,
                        higher.stream()
                                .filter(row ->
                                        !regions.get(row).and(Region.of(box)).isEmpty())
                                .toList()))
                .toList();
    }

    /** Whether one gap needs fewer facts to be said than another. */
    private boolean simpler(Gap one, Gap other) {
        return restricted(one.box()) < restricted(other.box());
    }

    private long restricted(HyperRectangle box) {
        long count = 0;
        for (int i = 0; i < box.sides().size(); i++) {
            count += box.sides().get(i).equals(space.dimensions().get(i).all()) ? 0 : 1;
        }
        return count;
    }
}
