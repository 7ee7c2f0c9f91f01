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

    /** A rectangle; what follows from what was said already is not said. */
    String of(HyperRectangle rectangle) {
        List<String> numbers = new ArrayList<>();
        List<String> words = new ArrayList<>();
        HyperRectangle said = space.everything();
        for (int i = 0; i < rectangle.sets().size(); i++) {
            Dimension dimension = space.dimensions().get(i);
            BitSet set = rectangle.sets().get(i);
            if (!set.equals(space.possible(said, i))) {
                boolean number = set.stream().anyMatch(dimension::isNumber);
                (number ? numbers : words).add(of(dimension, set));
                said = HyperRectangle.with(said.sets(), i, set);
            }
        }
        if (numbers.isEmpty()) {
            return words.isEmpty() ? "everything" : String.join(", ", words);
        }
        String listed = String.join(", ", numbers);
        return words.isEmpty() ? listed : listed + " (" + String.join(", ", words) + ")";
    }

    /** One dimension. */
    static String of(Dimension dimension, BitSet set) {
        List<String> parts = new ArrayList<>();
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i)) {
            int end = i;
            while (dimension.isNumber(i) && set.get(end + 1) && dimension.isNumber(end + 1)) {
                end++;
            }
            parts.add(run(dimension, i, end));
            i = end + 1;
        }
        return dimension.title() + " " + String.join(" or ", parts);
    }

    private static String run(Dimension dimension, int start, int end) {
        List<ValueClass> valueClasses = dimension.valueClasses();
        if (!dimension.isNumber(start)) {
            return word(valueClasses.get(start));
        }
        boolean first = start == 0;
        boolean last = end + 1 == valueClasses.size() || !dimension.isNumber(end + 1);
        if (start == end && valueClasses.get(start) instanceof ValueClass.One one) {
            return "exactly " + show(dimension, (Double) one.value());
        }
        if (first && last) {
            return "known";
        }
        String from = valueClasses.get(start) instanceof ValueClass.One one
                ? "from " + show(dimension, (Double) one.value())
                : "above " + show(dimension, ((ValueClass.Between) valueClasses.get(start)).from());
        String to = valueClasses.get(end) instanceof ValueClass.One one
                ? "up to " + show(dimension, (Double) one.value())
                : "below " + show(dimension, ((ValueClass.Between) valueClasses.get(end)).to());
        if (last) {
            return from.startsWith("from ") ? from.substring(5) + " or more" : from;
        }
        return first ? to : from + " to " + to.replace("up to", "exactly");
    }

    private static String word(ValueClass valueClass) {
        if (valueClass instanceof ValueClass.One one) {
            return one.value().toString();
        }
        return valueClass instanceof ValueClass.Unknown ? "unknown" : "another";
    }

    /** A number as the tables write it: a fraction has a decimal point. */
    static String show(Dimension dimension, double number) {
        String shown = SignificantDigits.show(number);
        return dimension.isWhole() || shown.contains(".") ? shown : shown + ".0";
    }
}
