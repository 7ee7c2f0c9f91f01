package hangolo.models.fidelity;

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
        double[] x = expected.numbers();
        double[] y = found.numbers();
        int outside = 0;
        int leftOut = 0;
        int worst = 0;
        double largest = 0;
        double peak = 0;
        double share = -1;
        for (int i = 0; i < x.length; i++) {
            if (left.test(i)) {
                leftOut++;
                continue;
            }
            double own = tolerance.share(x[i], y[i]);
            outside += own <= 1 ? 0 : 1;
            largest = Math.max(largest, Tolerance.distance(x[i], y[i]));
            peak = Math.abs(x[i]) < Double.POSITIVE_INFINITY ? Math.max(peak, Math.abs(x[i])) : peak;
            if (own > share) {
                share = own;
                worst = i;
            }
        }
        String where = x.length == 0 ? name : name + expected.place(worst);
        String problem = outside == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%d of %d values outside of %s; worst at %s: expected %s, found %s",
                        outside,
                        x.length - leftOut,
                        tolerance,
                        expected.place(worst),
                        (float) x[worst],
                        (float) y[worst]);
        double relative = largest == 0 ? 0 : largest / Math.max(peak, Double.MIN_NORMAL);
        return new Comparison(
                name, leftOut, largest, relative, Math.max(0, share), where, tolerance.toString(), problem);
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
