package hangolo.rules.check;

import hangolo.rules.table.Condition;
import hangolo.rules.view.FactInfo;
import hangolo.rules.view.Views;
import hangolo.rules.word.Word;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A fact that a table asks for, cut into value classes at every number that a condition names. A set of its values has
 * one bit per value class, so that open and closed ends and the unknown value need no arithmetic.
 */
final class Dimension {
    private static final double NEARLY = 1e-9;

    private final String view;
    private final String fact;
    private final Optional<FactInfo> about;
    private final boolean whole;
    private final List<ValueClass> valueClasses = new ArrayList<>();

    /** Cuts a fact at what these conditions, all about it, compare it with. */
    Dimension(String view, String fact, List<Condition> conditions) {
        this.view = view;
        this.fact = fact;
        RecordComponent component = Views.component(view, fact).orElseThrow();
        this.about = Optional.ofNullable(component.getAnnotation(FactInfo.class));
        Class<?> type = component.getType();
        this.whole = type == int.class || type == long.class || type == Integer.class || type == Long.class;
        if (type == String.class) {
            addWords(conditions);
        } else if (type == boolean.class || type == Boolean.class) {
            valueClasses.add(new ValueClass.One(true));
            valueClasses.add(new ValueClass.One(false));
        } else {
            addNumbers(conditions);
        }
        if (!type.isPrimitive() && type != String.class) {
            valueClasses.add(new ValueClass.Unknown());
        }
    }

    String view() {
        return view;
    }

    String fact() {
        return fact;
    }

    /** What people call the fact. */
    String title() {
        return about.map(FactInfo::title).orElse(fact);
    }

    boolean isWhole() {
        return whole;
    }

    List<ValueClass> valueClasses() {
        return valueClasses;
    }

    /** Everything the fact can be. */
    BitSet all() {
        BitSet all = new BitSet();
        all.set(0, valueClasses.size());
        return all;
    }

    /** The value classes whose values fulfil a question. */
    BitSet where(Predicate<Object> question) {
        BitSet found = new BitSet();
        for (int i = 0; i < valueClasses.size(); i++) {
            found.set(i, question.test(valueClasses.get(i).witness()));
        }
        return found;
    }

    /** A set of value classes, split where numbers are missing in between; the unknown value goes with the last run. */
    List<BitSet> runs(BitSet set) {
        List<BitSet> runs = new ArrayList<>();
        BitSet run = new BitSet();
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            if (isNumber(i) && !run.isEmpty() && !set.get(i - 1)) {
                runs.add(run);
                run = new BitSet();
            }
            run.set(i);
        }
        runs.add(run);
        return runs;
    }

    /** Whether a value class is a number or a range of numbers. */
    boolean isNumber(int valueClass) {
        return valueClasses.get(valueClass) instanceof ValueClass.Between
                || (valueClasses.get(valueClass) instanceof ValueClass.One one && one.value() instanceof Number);
    }

    /** The words that the fact takes, empty if it takes any. */
    static List<String> words(String view, String fact) {
        return Views.component(view, fact)
                .map(component -> component.getAnnotation(FactInfo.class))
                .map(found -> Word.all(found.words()))
                .orElse(List.of());
    }

    private void addWords(List<Condition> conditions) {
        List<String> known = words(view, fact);
        Set<String> words = new LinkedHashSet<>(known);
        if (known.isEmpty()) {
            conditions.forEach(condition -> words.add(condition.value().show()));
            valueClasses.add(new ValueClass.OtherWord());
        }
        words.forEach(word -> valueClasses.add(new ValueClass.One(word)));
    }

    private void addNumbers(List<Condition> conditions) {
        double least = about.map(FactInfo::from).orElse(Double.NEGATIVE_INFINITY);
        double greatest = about.map(FactInfo::to).orElse(Double.POSITIVE_INFINITY);
        TreeSet<Double> cuts = new TreeSet<>();
        for (Condition condition : conditions) {
            if (condition.value() instanceof Condition.Amount amount) {
                cuts.add(amount.number() + 0.0);
            }
        }
        double from = least;
        boolean first = true;
        for (double cut : cuts) {
            if (cut >= least && cut <= greatest) {
                addBetween(from, cut, first, false);
                addPoint(cut);
                from = cut;
                first = false;
            }
        }
        addBetween(from, greatest, first, true);
    }

    private void addPoint(double at) {
        if (step() == 0 || Math.abs(at / step() - Math.rint(at / step())) < NEARLY) {
            valueClasses.add(new ValueClass.One(at));
        }
    }

    private void addBetween(double from, double to, boolean withFrom, boolean withTo) {
        double middle = middle(from, to);
        if (step() > 0 && Double.isFinite(from)) {
            middle = (withFrom ? Math.ceil(from / step() - NEARLY) : Math.floor(from / step() + NEARLY) + 1) * step();
        } else if (step() > 0) {
            middle = Math.floor(middle / step()) * step();
        }
        boolean single = from == to && withFrom && withTo;
        boolean below = withTo ? middle <= to + NEARLY : middle < to - (step() > 0 ? NEARLY : 0);
        if (single || (from < to && below)) {
            valueClasses.add(new ValueClass.Between(from, to, middle));
        }
    }

    private static double middle(double from, double to) {
        if (Double.isInfinite(from)) {
            return Double.isInfinite(to) ? 0 : to - 1;
        }
        return Double.isInfinite(to) ? from + 1 : from + (to - from) / 2;
    }

    private double step() {
        return whole ? 1 : about.map(FactInfo::step).orElse(0.0);
    }
}
