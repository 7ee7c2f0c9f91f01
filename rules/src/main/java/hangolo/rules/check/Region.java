package hangolo.rules.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Any set of situations.
 *
 * @param rectangles that it is made of; they may overlap
 */
record Region(List<HyperRectangle> rectangles) {

    static Region of(HyperRectangle rectangle) {
        return new Region(List.of(rectangle));
    }

    boolean isEmpty() {
        return rectangles.isEmpty();
    }

    Region and(Region other) {
        List<HyperRectangle> both = new ArrayList<>();
        for (HyperRectangle rectangle : rectangles) {
            other.rectangles.forEach(right -> both.addAll(rectangle.and(right)));
        }
        return new Region(both);
    }

    Region minus(Region other) {
        List<HyperRectangle> rest = rectangles;
        for (HyperRectangle taken : other.rectangles) {
            rest = rest.stream()
                    .flatMap(rectangle -> rectangle.minus(taken).stream())
                    .toList();
        }
        return new Region(rest);
    }

    Region or(Region other) {
        List<HyperRectangle> either = new ArrayList<>(rectangles);
        either.addAll(other.rectangles);
        return new Region(either);
    }

    /** The same set in fewer rectangles, as far as neighbours can be joined. */
    Region joined() {
        List<HyperRectangle> rest = new ArrayList<>(rectangles);
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
