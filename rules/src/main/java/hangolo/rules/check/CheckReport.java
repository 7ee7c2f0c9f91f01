package hangolo.rules.check;

import hangolo.rules.check.Problem.Severity;
import hangolo.rules.facts.PlainValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check of a rule base found.
 *
 * @param hash version of the whole rule base; empty if its files cannot be read
 * @param files how many files were looked at
 * @param rules how many rules they hold
 * @param problems errors first, each in file order
 */
public record CheckReport(String hash, int files, int rules, List<Problem> problems) {

    /** Sorts the problems by how bad they are. */
    public CheckReport {
        problems = problems.stream()
                .sorted((left, right) -> left.severity().compareTo(right.severity()))
                .toList();
    }

    /** Whether the rules may be used: there are no errors. */
    public boolean clean() {
        return with(Severity.ERROR).isEmpty();
    }

    /** The problems that are this bad. */
    public List<Problem> with(Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .toList();
    }

    /** The report as plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("clean", clean());
        map.put("rules", hash);
        map.put("files", files);
        map.put("rows", rules);
        map.put("errors", with(Severity.ERROR).size());
        map.put("warnings", with(Severity.WARNING).size());
        map.put("notes", with(Severity.NOTE).size());
        map.put("problems", PlainValues.of(problems));
        return map;
    }
}
