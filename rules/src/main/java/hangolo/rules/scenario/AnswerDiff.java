package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.audit.Firing;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.table.RuleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects how an answer differs from what was expected. */
final class AnswerDiff {
    private final List<String> files;
    private final List<String> differences = new ArrayList<>();
    private List<String> fired = List.of();
    private String where = "";

    /** Nothing differs yet; the rule base has these files. */
    AnswerDiff(List<RuleFile> files) {
        this.files = files.stream().map(RuleFile::name).toList();
    }

    /** From here on the answer is about this place in the scenario, for example a step. */
    void at(String place) {
        where = place;
    }

    /** The rules that fired for the answer in question. */
    void fired(List<Firing> firings) {
        if (differences.isEmpty()) {
            fired = firings.stream()
                    .filter(firing -> !firing.file().equals("limits.csv"))
                    .map(Firing::rule)
                    .toList();
        }
    }

    List<String> differences() {
        return differences;
    }

    /** The rules that fired where the first difference was found. */
    List<String> rules() {
        return fired;
    }

    void wrong(String text) {
        differences.add(where + text);
    }

    /** Compares a value; found is null if there is none, which is written {@code none} in a scenario. */
    void compare(String what, JsonNode expected, Object found) {
        boolean same;
        if (expected.isNumber() && found instanceof Number number) {
            same = SignificantDigits.rounded(expected.doubleValue()) == SignificantDigits.rounded(number.doubleValue());
        } else {
            same = expected.asText().equals(found == null ? "none" : found.toString());
        }
        if (!same) {
            wrong("expected " + what + " " + expected.asText() + ", found " + (found == null ? "none" : show(found)));
        }
    }

    /** Compares the rules of one file that fired, in order, with a list of names. */
    void compareRules(String file, JsonNode expected, List<Firing> firings) {
        if (!expected.isArray() || files.stream().noneMatch(name -> isNamed(name, file))) {
            wrong("'" + file
                    + "' cannot be expected here; the rules of a file are a list below its name, such as matrix");
            return;
        }
        List<String> names = new ArrayList<>();
        expected.forEach(name -> names.add(name.asText()));
        List<String> found = firings.stream()
                .filter(firing -> isNamed(firing.file(), file))
                .map(Firing::rule)
                .toList();
        if (!names.equals(found)) {
            wrong("expected of " + file + " the rules " + names + ", found " + found);
        }
    }

    private static boolean isNamed(String file, String name) {
        return file.equals(name) || file.replaceFirst("\\.\\w+$", "").equals(name);
    }

    /** Compares values by name. */
    void compareAll(String what, JsonNode expected, Map<String, ?> found) {
        expected.properties()
                .forEach(entry -> compare(what + " " + entry.getKey(), entry.getValue(), found.get(entry.getKey())));
    }

    private static String show(Object value) {
        return value instanceof Number number ? SignificantDigits.show(number.doubleValue()) : value.toString();
    }
}
