package hangolo.rules.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A set of situations: for every dimension the pieces that are in it. Never empty in any dimension.
 *
 * @param sides a set of pieces a dimension; not to be changed
 */
record HyperRectangle(List<BitSet> sides) {

    /** What is in both; empty if nothing is. */
    List<HyperRectangle> and(HyperRectangle other) {
        List<BitSet> both = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            BitSet side = (BitSet) sides.get(i).clone();
            side.and(other.sides.get(i));
            if (side.isEmpty()) {
                return List.of();
            }
            both.add(side);
        }
        return List.of(new HyperRectangle(both));
    }

    /** What is in this one only, as boxes that do not overlap. */
    List<HyperRectangle> minus(HyperRectangle other) {
        if (and(other).isEmpty()) {
            return List.of(this);
        }
        List<HyperRectangle> rest = new ArrayList<>();
        List<BitSet> inner = new ArrayList<>(sides);
        for (int i = 0; i < sides.size(); i++) {
            BitSet outside = (BitSet) sides.get(i).clone();
            outside.andNot(other.sides.get(i));
            if (!outside.isEmpty()) {
                rest.add(with(inner, i, outside));
            }
            BitSet inside = (BitSet) sides.get(i).clone();
            inside.and(other.sides.get(i));
            inner.set(i, inside);
        }
        return rest;
    }

    /** Whether everything of the other is in this one. */
    boolean covers(HyperRectangle other) {
        for (int i = 0; i < sides.size(); i++) {
            BitSet outside = (BitSet) other.sides.get(i).clone();
            outside.andNot(sides.get(i));
            if (!outside.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Both as one box, if they differ in one dimension only. */
    List<HyperRectangle> joined(HyperRectangle other) {
        int differs = -1;
        for (int i = 0; i < sides.size(); i++) {
            if (!sides.get(i).equals(other.sides.get(i))) {
                if (differs >= 0) {
                    return List.of();
                }
                differs = i;
            }
        }
        if (differs < 0) {
            return List.of(this);
        }
        BitSet either = (BitSet) sides.get(differs).clone();
        either.or(other.sides.get(differs));
        return List.of(with(sides, differs, either));
    }

    /** The same with another set of pieces in one dimension. */
    static HyperRectangle with(List<BitSet> sides, int dimension, BitSet side) {
        List<BitSet> changed = new ArrayList<>(sides);
        changed.set(dimension, side);
        return new HyperRectangle(List.copyOf(changed));
    }
}
