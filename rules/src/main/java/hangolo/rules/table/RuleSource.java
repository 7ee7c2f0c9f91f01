package hangolo.rules.table;

import java.util.List;
import java.util.Map;

/**
 * Where a rule is written down, and what its row says.
 *
 * @param name the rule's name, unique in the rule base
 * @param file the file it stands in
 * @param row the spreadsheet's row, or the line of a DRL file, from 1
 * @param hash the version of that file
 * @param order position of the rule in the whole rule base, for a fixed order of results
 * @param conditions its filled condition cells, all of which must hold; empty for DRL
 * @param conclusions its filled conclusion cells by the name of the conclusion ({@code action}, {@code rank}); for DRL only
 *     its {@code @source}
 * @param cells its filled cells by the label of their column; empty for DRL
 */
public record RuleSource(
        String name,
        String file,
        int row,
        String hash,
        int order,
        List<Condition> conditions,
        Map<String, String> conclusions,
        Map<String, String> cells) {

    /** A rule of which only the place is known, as in a DRL file. */
    public static RuleSource at(String name, String file, int row, String hash, int order) {
        return new RuleSource(name, file, row, hash, order, List.of(), Map.of(), Map.of());
    }

    /** The same rule, knowing where it comes from. */
    RuleSource from(String source) {
        return new RuleSource(name, file, row, hash, order, conditions, Map.of("source", source), cells);
    }

    /** The same rule at another position in the rule base. */
    RuleSource inOrder(int position) {
        return new RuleSource(name, file, row, hash, position, conditions, conclusions, cells);
    }
}
