package hangolo.rules.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Any set of situations.
 *
 * @param boxes that it is made of; they may overlap
 */
record Region(List<HyperRectangle> boxes) {

    static Region of(HyperRectangle box) {
        return new Region(List.of(box));
    }

    boolean isEmpty() {
        return boxes.isEmpty();
    }

    Region and(Region other) {
        List<HyperRectangle> both = new ArrayList<>();
        for (HyperRectangle box : boxes) {
            other.boxes.forEach(right -> both.addAll(box.and(right)));
        }
        return new Region(both);
    }

    Region minus(Region other) {
        List<HyperRectangle> rest = boxes;
        for (HyperRectangle taken : other.boxes) {
            rest = rest.stream().flatMap(box -> box.minus(taken).stream()).toList();
        }
        return new Region(rest);
    }

    Region or(Region other) {
        List<HyperRectangle> either = new ArrayList<>(boxes);
        either.addAll(other.boxes);
        return new Region(either);
    }

    /** The same set in fewer boxes, as far as neighbours can be joined. */
    Region joined() {
        List<HyperRectangle> rest = new ArrayList<>(boxes);
        for (int i = 0; i < rest.size(); i++) {
            for (int j = i + 1; j < rest.size(); j++) {
                List<HyperRectangle> one = rest.get(i).covers(rest.get(j))
                        ? List.of(rest.get(i))
                        : rest.get(i).joined(rest.get(j));
                if (!one.isEmpty()) {
                    rest.set(i, one.get(0));
                    rest.remove(j);
                    i = -1;
                    break;
                }
            }
        }
        return new Region(rest);
    }
}
