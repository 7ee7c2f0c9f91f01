package hangolo.rules.table;

import java.util.List;
import java.util.Map;

/**
 * Where a rule is written down.
 *
 * @param name the rule's name, unique in the rule base
 * @param file the file it stands in
 * @param row the spreadsheet's row, or the line of a DRL file, from 1
 * @param hash the version of that file
 * @param order position of the rule in the whole rule base, for a fixed order of results
 * @param conditionFacts the facts that its filled condition cells look at; empty for DRL
 * @param cells its filled cells by the label of their column; empty for DRL
 */
public record RuleSource(
        String name,
        String file,
        int row,
        String hash,
        int order,
        List<String> conditionFacts,
        Map<String, String> cells) {}
