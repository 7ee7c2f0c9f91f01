package hangolo.rules.check;

import hangolo.rules.facts.SignificantDigits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Says a set of situations in the words of the table: {@code Mel CE exactly 3.0 (Judged by estimated)}. */
final class RegionFormatter {
    private final ConditionSpace space;

    RegionFormatter(ConditionSpace space) {
        this.space = space;
    }

    /** A box; what follows from what was said already is not said. */
    String of(HyperRectangle box) {
        List<String> figures = new ArrayList<>();
        List<String> words = new ArrayList<>();
        HyperRectangle said = space.everything();
        for (int i = 0; i < box.sides().size(); i++) {
            Dimension dimension = space.dimensions().get(i);
            BitSet side = box.sides().get(i);
            if (!side.equals(space.possible(said, i))) {
                boolean numbers = side.stream().anyMatch(dimension::isNumber);
                (numbers ? figures : words).add(of(dimension, side));
                said = HyperRectangle.with(said.sides(), i, side);
            }
        }
        if (figures.isEmpty()) {
            return words.isEmpty() ? "everything" : String.join(", ", words);
        }
        String listed = String.join(", ", figures);
        return words.isEmpty() ? listed : listed + " (" + String.join(", ", words) + ")";
    }

    /** One dimension. */
    static String of(Dimension dimension, BitSet side) {
        List<String> parts = new ArrayList<>();
        for (int i = side.nextSetBit(0); i >= 0; i = side.nextSetBit(i)) {
            int end = i;
            while (dimension.isNumber(i) && side.get(end + 1) && dimension.isNumber(end + 1)) {
                end++;
            }
            parts.add(run(dimension, i, end));
            i = end + 1;
        }
        return dimension.title() + " " + String.join(" or ", parts);
    }

    private static String run(Dimension dimension, int start, int end) {
        List<ValueClass> pieces = dimension.pieces();
        if (!dimension.isNumber(start)) {
            return word(pieces.get(start));
        }
        boolean first = start == 0;
        boolean last = end + 1 == pieces.size() || !dimension.isNumber(end + 1);
        if (start == end && pieces.get(start) instanceof ValueClass.One one) {
            return "exactly " + show(dimension, (Double) one.value());
        }
        if (first && last) {
            return "known";
        }
        String from = pieces.get(start) instanceof ValueClass.One one
                ? "from " + show(dimension, (Double) one.value())
                : "above " + show(dimension, ((ValueClass.Between) pieces.get(start)).from());
        String to = pieces.get(end) instanceof ValueClass.One one
                ? "up to " + show(dimension, (Double) one.value())
                : "below " + show(dimension, ((ValueClass.Between) pieces.get(end)).to());
        if (last) {
            return from.startsWith("from ") ? from.substring(5) + " or more" : from;
        }
        return first ? to : from + " to " + to.replace("up to", "exactly");
    }

    private static String word(ValueClass piece) {
        if (piece instanceof ValueClass.One one) {
            return one.value().toString();
        }
        return piece instanceof ValueClass.Unknown ? "unknown" : "another";
    }

    /** A number as the tables write it: a fraction has a decimal point. */
    static String show(Dimension dimension, double number) {
        String shown = SignificantDigits.show(number);
        return dimension.isWhole() || shown.contains(".") ? shown : shown + ".0";
    }
}
