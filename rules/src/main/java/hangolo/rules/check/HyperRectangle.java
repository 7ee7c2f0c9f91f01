package hangolo.rules.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A set of situations: for every dimension the value classes that are in it. Never empty in any dimension.
 *
 * @param sets one set of value classes per dimension; not to be changed
 */
record HyperRectangle(List<BitSet> sets) {

    /** What is in both; empty if nothing is. */
    List<HyperRectangle> and(HyperRectangle other) {
        List<BitSet> both = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            BitSet set = (BitSet) sets.get(i).clone();
            set.and(other.sets.get(i));
            if (set.isEmpty()) {
                return List.of();
            }
            both.add(set);
        }
        return List.of(new HyperRectangle(both));
    }

    /** What is in this one only, as rectangles that do not overlap. */
    List<HyperRectangle> minus(HyperRectangle other) {
        if (and(other).isEmpty()) {
            return List.of(this);
        }
        List<HyperRectangle> rest = new ArrayList<>();
        List<BitSet> inner = new ArrayList<>(sets);
        for (int i = 0; i < sets.size(); i++) {
            BitSet outside = (BitSet) sets.get(i).clone();
            outside.andNot(other.sets.get(i));
            if (!outside.isEmpty()) {
                rest.add(with(inner, i, outside));
            }
            BitSet inside = (BitSet) sets.get(i).clone();
            inside.and(other.sets.get(i));
            inner.set(i, inside);
        }
        return rest;
    }

    /** Whether everything of the other is in this one. */
    boolean covers(HyperRectangle other) {
        for (int i = 0; i < sets.size(); i++) {
            BitSet outside = (BitSet) other.sets.get(i).clone();
            outside.andNot(sets.get(i));
            if (!outside.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Both as one rectangle, if they differ in one dimension only. */
    List<HyperRectangle> joined(HyperRectangle other) {
        int differs = -1;
        for (int i = 0; i < sets.size(); i++) {
            if (!sets.get(i).equals(other.sets.get(i))) {
                if (differs >= 0) {
                    return List.of();
                }
                differs = i;
            }
        }
        if (differs < 0) {
            return List.of(this);
        }
        BitSet either = (BitSet) sets.get(differs).clone();
        either.or(other.sets.get(differs));
        return List.of(with(sets, differs, either));
    }

    /** The same with another set of value classes in one dimension. */
    static HyperRectangle with(List<BitSet> sets, int dimension, BitSet set) {
        List<BitSet> changed = new ArrayList<>(sets);
        changed.set(dimension, set);
        return new HyperRectangle(List.copyOf(changed));
    }
}
