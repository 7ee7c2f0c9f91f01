package hangolo.verify;

import hangolo.models.xtts.nn.Traced;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Collects the comparisons of one group. A comparison that cannot be made counts as failed; nothing is passed over. */
final class Checks {

    private static final IntPredicate NONE = i -> false;
    private static final int LONGEST_SHOWN = 300;

    private final ReferenceFolder folder;
    private final String group;
    private final Function<String, OptionalDouble> rounding;
    private final Map<String, Comparison> comparisons = new LinkedHashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final List<String> skipped = new ArrayList<>();

    /**
     * @param rounding how far arrays may be apart where matmul operands are cast to bf16 (see {@link Comparison#rounded}); empty
     *     for an array that bf16 does not reach
     */
    Checks(ReferenceFolder folder, String group, Function<String, OptionalDouble> rounding) {
        this.folder = folder;
        this.group = group;
        this.rounding = rounding;
    }

    /** Computes what is to be compared. */
    interface Computation<T> {
        T compute() throws IOException;
    }

    /** Compares an array with its own tolerance. */
    void floats(String name, Computation<float[]> found) {
        attempt(name, () -> compare(name, Values.of(found.compute()), NONE));
    }

    /** Compares an array of integers. */
    void integers(String name, Computation<int[]> found) {
        attempt(name, () -> compare(name, Values.of(found.compute()), NONE));
    }

    /** Compares an array but for some entries. */
    void floatsBut(String name, IntPredicate left, Computation<float[]> found) {
        attempt(name, () -> compare(name, Values.of(found.compute()), left));
    }

    /** Compares the entries of an array that this program computes. */
    void traced(String name, Map<String, Traced> values, String key) {
        attempt(name, () -> {
            Traced traced = values.get(key);
            if (traced == null) {
                throw new ReferenceException(name, "this program has no \"" + key + "\"; it has " + values.keySet());
            }
            compare(name, Values.of(traced.values()), i -> !traced.computed().get(i));
        });
    }

    /** A second comparison of the same thing, as something else and with another limit. */
    void within(String name, String as, Tolerance limit, Values expected, Values found) {
        add(compare(name + " (" + as + ")", expected, found.sample(expected.every()), limit, NONE)
                .of(name));
    }

    /** Compares two values that are no arrays. */
    void equal(String what, Object expected, Object found) {
        holds(what, Objects.equals(expected, found), difference(expected, found));
    }

    /** Fails if a condition does not hold. */
    void holds(String what, boolean condition, String problem) {
        add(condition ? Comparison.held(what) : Comparison.failed(what, problem));
    }

    void failed(String what, String problem) {
        add(Comparison.failed(what, problem));
    }

    /** Runs a part; what it throws is a failure of that name, except that a backend refuses an operation. */
    void attempt(String what, Attempt part) {
        try {
            part.run();
        } catch (UnsupportedOperationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            failed(what, Optional.ofNullable(e.getMessage()).orElseGet(e::toString));
        }
    }

    /** Something that may fail. */
    interface Attempt {
        void run() throws IOException;
    }

    /** An array that is only read, because nothing can be computed that it could be compared with. */
    Values input(String name) throws IOException {
        inputs.add(name);
        return folder.values(name);
    }

    /** A part that is not run. */
    void skipped(String reason) {
        skipped.add(reason);
    }

    boolean knows(String name) {
        return comparisons.containsKey(name) || inputs.contains(name);
    }

    private void compare(String name, Values found, IntPredicate left) throws IOException {
        ReferenceArray array = folder.array(name);
        int every = array.every();
        Values sample = found.count() == array.count() ? found.sample(every) : found;
        add(compare(name, array.sample(), sample, array.tolerance(), i -> left.test(i * every)));
    }

    private Comparison compare(String name, Values expected, Values found, Tolerance own, IntPredicate left) {
        OptionalDouble limit = rounding.apply(name);
        return limit.isEmpty() || own.equals(Tolerance.EXACT)
                ? Comparison.of(name, expected, found, own, left)
                : Comparison.rounded(name, expected, found, own, limit.getAsDouble(), left);
    }

    private void add(Comparison comparison) {
        comparisons.merge(comparison.name(), comparison, Comparison::and);
    }

    private static String difference(Object expected, Object found) {
        if (expected instanceof List<?> x && found instanceof List<?> y) {
            int at = 0;
            while (at < Math.min(x.size(), y.size()) && Objects.equals(x.get(at), y.get(at))) {
                at++;
            }
            return "expected a list of " + x.size() + ", found one of " + y.size() + "; entry " + at + ": expected "
                    + entry(x, at) + ", found " + entry(y, at);
        }
        return "expected " + shown(expected) + ", found " + shown(found);
    }

    private static String entry(List<?> list, int at) {
        return at < list.size() ? shown(list.get(at)) : "none";
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }

    GroupResult result() {
        Comparison worst = comparisons.values().stream()
                .reduce((a, b) -> b.share() > a.share() ? b : a)
                .filter(comparison -> comparison.share() > 0)
                .orElse(Comparison.held(""));
        List<Comparison> failed =
                comparisons.values().stream().filter(c -> !c.holds()).toList();
        return new GroupResult(
                group,
                comparisons.size(),
                failed.size(),
                comparisons.values().stream().mapToLong(Comparison::leftOut).sum(),
                comparisons.values().stream()
                        .mapToDouble(Comparison::worstAbsolute)
                        .max()
                        .orElse(0),
                comparisons.values().stream()
                        .mapToDouble(Comparison::worstRelative)
                        .max()
                        .orElse(0),
                worst.share(),
                worst.where(),
                worst.tolerance(),
                failed.stream().map(c -> c.name() + ": " + c.problem()).toList(),
                skipped.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", skipped)));
    }
}
