package hangolo.app.replay;

import hangolo.app.log.CoquiLogReader.Trained;
import hangolo.app.log.CoquiLogReader.Value;
import java.util.OptionalDouble;

/**
 * The mean training loss since the last evaluation, derived from the running averages of Coqui's trainer: after k values of an
 * epoch it prints the mean of all but the first (xtts-spec.md 8). A mean times k - 1 is a sum, and the difference of two sums
 * covers the steps between two printed steps.
 */
final class EpochAverage {

    private final String key;
    private double sum;
    private long count;
    private double sumBefore;
    private long countBefore;
    private double single = Double.NaN;

    EpochAverage(String key) {
        this.key = key;
    }

    /** Averages restart; the steps of the last epoch since the last evaluation still count. */
    void newEpoch() {
        sumBefore = countBefore == count ? 0 : sumBefore - sum;
        countBefore -= count;
        sum = 0;
        count = 0;
    }

    /** Drops everything before a resume. */
    void forget() {
        sum = 0;
        count = 0;
        sumBefore = 0;
        countBefore = 0;
        single = Double.NaN;
    }

    /** Adds a printed step. */
    void printed(Trained step) {
        Value value = step.values().get(key);
        if (value == null) {
            return;
        }
        single = value.value();
        count = step.place();
        sum = step.place() == 0 ? 0 : value.average() * step.place();
    }

    /** The mean since the last call, a single value if only one was printed, empty if none was. */
    OptionalDouble sinceLast() {
        long trained = count - countBefore;
        double mean = trained > 0 ? (sum - sumBefore) / trained : single;
        boolean known = trained > 0 || !Double.isNaN(single);
        sumBefore = sum;
        countBefore = count;
        single = Double.NaN;
        return known ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }
}
