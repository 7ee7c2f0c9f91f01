package hangolo.verify;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * What came of one comparison.
 *
 * @param name of the array, or what else was compared
 * @param leftOut entries that were not compared
 * @param worstAbsolute largest absolute error
 * @param worstRelative the same, divided by the largest expected absolute value
 * @param share of the tolerance that the entry at {@code where} uses; at most 1 in a comparison that holds
 * @param where name and place of that entry
 * @param tolerance of the array
 * @param problem why it does not hold, empty if it does
 */
record Comparison(
        String name,
        int leftOut,
        double worstAbsolute,
        double worstRelative,
        double share,
        String where,
        String tolerance,
        String problem) {

    /** Numbers with numbers, but for the entries that are left out. */
    static Comparison of(String name, Values expected, Values found, Tolerance tolerance, IntPredicate left) {
        if (expected.count() != found.count()) {
            return failed(name, "found " + found.count() + " values, expected " + expected.count());
        }
        return new Count(expected, found, tolerance, left).as(name);
    }

    /**
     * Numbers computed with matmul operands in bf16: each within its own tolerance, or all of them together near enough.
     *
     * @param limit largest Euclidean norm of the errors, as a share of the norm of what is expected
     */
    static Comparison rounded(
            String name, Values expected, Values found, Tolerance tolerance, double limit, IntPredicate left) {
        Comparison exact = of(name, expected, found, tolerance, left);
        if (exact.holds() || expected.count() != found.count()) {
            return exact;
        }
        double errors = 0;
        double values = 0;
        for (int i = 0; i < expected.count(); i++) {
            if (!left.test(i)) {
                double error = Tolerance.distance(expected.numbers()[i], found.numbers()[i]);
                errors += error * error;
                double value = Math.abs(expected.numbers()[i]);
                values += value < Double.POSITIVE_INFINITY ? value * value : 0;
            }
        }
        double norm = Math.sqrt(errors / values);
        String allowed = String.format(Locale.ROOT, "%.3g of the norm", limit);
        String problem = norm <= limit
                ? ""
                : String.format(Locale.ROOT, "the errors' norm is %.3g of the values', allowed is %.3g", norm, limit);
        return new Comparison(
                name, exact.leftOut, exact.worstAbsolute, exact.worstRelative, norm / limit, name, allowed, problem);
    }

    /** Goes through the entries of one comparison. */
    private static final class Count {
        private final Values expected;
        private final Values found;
        private final Tolerance tolerance;
        private int outside;
        private int leftOut;
        private int worst;
        private double largest;
        private double peak;
        private double share = -1;

        Count(Values expected, Values found, Tolerance tolerance, IntPredicate left) {
            this.expected = expected;
            this.found = found;
            this.tolerance = tolerance;
            for (int i = 0; i < expected.count(); i++) {
                if (left.test(i)) {
                    leftOut++;
                } else {
                    count(i, expected.numbers()[i], found.numbers()[i]);
                }
            }
        }

        private void count(int i, double x, double y) {
            double own = tolerance.share(x, y);
            outside += own <= 1 ? 0 : 1;
            largest = Math.max(largest, Tolerance.distance(x, y));
            peak = Math.abs(x) < Double.POSITIVE_INFINITY ? Math.max(peak, Math.abs(x)) : peak;
            if (own > share) {
                share = own;
                worst = i;
            }
        }

        Comparison as(String name) {
            double relative = largest == 0 ? 0 : largest / Math.max(peak, Double.MIN_NORMAL);
            String where = share < 0 ? name : name + expected.place(worst);
            return new Comparison(
                    name, leftOut, largest, relative, Math.max(0, share), where, tolerance.toString(), problem());
        }

        private String problem() {
            return outside == 0
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%d of %d values outside of %s; worst at %s: expected %s, found %s",
                            outside,
                            expected.count() - leftOut,
                            tolerance,
                            expected.place(worst),
                            (float) expected.numbers()[worst],
                            (float) found.numbers()[worst]);
        }
    }

    /** Something that holds and is no number: a text, a structure. */
    static Comparison held(String name) {
        return new Comparison(name, 0, 0, 0, 0, name, Tolerance.EXACT.toString(), "");
    }

    /** Something that could not be compared, or does not hold. */
    static Comparison failed(String name, String problem) {
        return new Comparison(name, 0, 0, 0, Double.POSITIVE_INFINITY, name, Tolerance.EXACT.toString(), problem);
    }

    /** This comparison as one of several of the same thing. */
    Comparison of(String thing) {
        return new Comparison(thing, leftOut, worstAbsolute, worstRelative, share, where, tolerance, problem);
    }

    boolean holds() {
        return problem.isEmpty();
    }

    /** Both, of the same thing: what was compared twice holds if it held twice. */
    Comparison and(Comparison other) {
        Comparison worse = !(other.share <= share) || (holds() && !other.holds()) ? other : this;
        return new Comparison(
                name,
                Math.max(leftOut, other.leftOut),
                Math.max(worstAbsolute, other.worstAbsolute),
                Math.max(worstRelative, other.worstRelative),
                worse.share,
                worse.where,
                worse.tolerance,
                worse.problem);
    }
}
