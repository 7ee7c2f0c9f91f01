package hangolo.rules.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.rules.audit.Firing;
import hangolo.rules.facts.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects how an answer differs from what was expected. */
final class Outcome {
    private final List<String> differences = new ArrayList<>();
    private List<String> fired = List.of();
    private String where = "";

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
            same = Figures.rounded(expected.doubleValue()) == Figures.rounded(number.doubleValue());
        } else {
            same = expected.asText().equals(found == null ? "none" : found.toString());
        }
        if (!same) {
            wrong("expected " + what + " " + expected.asText() + ", found " + (found == null ? "none" : show(found)));
        }
    }

    /** Compares the rules of one file that fired, in order, with a list of names. */
    void compareRules(String file, JsonNode expected, List<Firing> firings) {
        List<String> names = new ArrayList<>();
        expected.forEach(name -> names.add(name.asText()));
        List<String> found = firings.stream()
                .filter(firing -> firing.file().equals(file)
                        || firing.file().replaceFirst("\\.\\w+$", "").equals(file))
                .map(Firing::rule)
                .toList();
        if (!names.equals(found)) {
            wrong("expected of " + file + " the rules " + names + ", found " + found);
        }
    }

    /** Compares values by name. */
    void compareAll(String what, JsonNode expected, Map<String, ?> found) {
        expected.properties()
                .forEach(entry -> compare(what + " " + entry.getKey(), entry.getValue(), found.get(entry.getKey())));
    }

    private static String show(Object value) {
        return value instanceof Number number ? Figures.show(number.doubleValue()) : value.toString();
    }
}
