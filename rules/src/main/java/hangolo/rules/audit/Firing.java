package hangolo.rules.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One rule that fired.
 *
 * @param rule its stable name
 * @param file the rule file it stands in
 * @param row the spreadsheet's row, or the line in a DRL file, from 1
 * @param hash the version of that file (12 hex digits)
 * @param text the reason with the numbers filled in; empty for rows that only set a limit
 * @param facts the facts it looked at or named; null means unknown
 */
public record Firing(String rule, String file, int row, String hash, String text, Map<String, Object> facts) {

    /** Copies the facts, keeping their order. */
    public Firing {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
