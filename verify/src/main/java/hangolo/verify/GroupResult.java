package hangolo.verify;

import java.util.List;
import java.util.Optional;

/**
 * What came of a group of reference data.
 *
 * @param name of the group
 * @param compared how many arrays, texts, files were compared
 * @param failed how many of them differ by more than their tolerance, or could not be compared
 * @param leftOut numbers that were left out of the comparison: rounding noise, padding
 * @param worstAbsolute largest absolute error; infinite if a number is NaN or infinite where it should not be
 * @param worstRelative largest error of an array divided by the largest absolute value of that array
 * @param share how much of its tolerance the entry at {@code where} uses, 1 for all of it; the largest of the group
 * @param where the array and the index with the largest share
 * @param tolerance of that array
 * @param failures one line for everything that failed
 * @param skipped why the group, or a part of it, was not run
 */
public record GroupResult(
        String name,
        int compared,
        int failed,
        long leftOut,
        double worstAbsolute,
        double worstRelative,
        double share,
        String where,
        String tolerance,
        List<String> failures,
        Optional<String> skipped) {

    /** Whether nothing failed. */
    public boolean passed() {
        return failed == 0;
    }
}
