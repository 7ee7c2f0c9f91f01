package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How far a number may be from the expected one: {@code |found - expected| <= absolute + relative · |expected|}. Written so
 * that NaN is never near anything; infinities are near only themselves.
 *
 * @param absolute summand, 0 or more
 * @param relative factor, 0 or more
 */
record Tolerance(double absolute, double relative) {

    static final Tolerance EXACT = new Tolerance(0, 0);

    /** Reads {@code "exact"} or {@code {"atol": ..., "rtol": ...}}. */
    static Tolerance of(String where, JsonNode node) throws ReferenceException {
        if (node.isTextual() && node.textValue().equals("exact")) {
            return EXACT;
        }
        double absolute = node.path("atol").asDouble(Double.NaN);
        double relative = node.path("rtol").asDouble(Double.NaN);
        boolean finite = absolute + relative < Double.POSITIVE_INFINITY;
        if (!node.isObject() || !(absolute >= 0 && relative >= 0 && finite)) {
            throw new ReferenceException(
                    where, "the tolerance " + node + " is neither \"exact\" nor {\"atol\": number, \"rtol\": number}");
        }
        return new Tolerance(absolute, relative);
    }

    /** The distance, 0 for equal values, infinite for NaN and for different infinities. */
    static double distance(double expected, double found) {
        if (expected == found) {
            return 0;
        }
        double distance = Math.abs(found - expected);
        return distance < Double.POSITIVE_INFINITY ? distance : Double.POSITIVE_INFINITY;
    }

    /** The distance in units of what is allowed: up to 1 is near. */
    double share(double expected, double found) {
        double distance = distance(expected, found);
        if (distance == 0) {
            return 0;
        }
        double share = distance / (absolute + relative * Math.abs(expected));
        return share >= 0 ? share : Double.POSITIVE_INFINITY;
    }

    @Override
    public String toString() {
        return equals(EXACT) ? "exact" : String.format(Locale.ROOT, "%.3g + %.3g |x|", absolute, relative);
    }
}
