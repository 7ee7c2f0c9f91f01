package hangolo.rules.audit;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rule that did not fire because exactly one of its conditions failed.
 *
 * @param rule its stable name
 * @param file the rule file it stands in
 * @param row the spreadsheet's row, or the line in a DRL file, from 1
 * @param hash the version of that file (12 hex digits)
 * @param fact the fact that was asked
 * @param needed what the rule needs, for example {@code < 2.5}
 * @param found what the fact was; empty if it was unknown
 * @param distance how far the fact is from the limit, in its own unit; 0 is a limit that is not included; empty for words and
 *     unknown facts
 * @param text the same in words
 */
public record NearMiss(
        String rule,
        String file,
        int row,
        String hash,
        String fact,
        String needed,
        Optional<Object> found,
        OptionalDouble distance,
        String text) {}
