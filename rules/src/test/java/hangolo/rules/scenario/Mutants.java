package hangolo.rules.scenario;

import hangolo.rules.check.Meaning;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleFiles;
import hangolo.rules.table.RuleTable;
import hangolo.rules.table.Vocabulary;
import hangolo.rules.view.FactInfo;
import hangolo.rules.view.Views;
import hangolo.rules.word.Word;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shipped rules with one small change each: every number a little up and down, every word replaced by each other word that
 * is allowed there, every row deleted; in stop.drl every number, truth value and action of the rules.
 */
final class Mutants {
    /** A changed rule base: what was changed, and its files. */
    record Mutant(String what, String file, List<RuleFile> files) {}

    private final List<RuleFile> shipped = RuleFiles.shipped();
    private final List<Mutant> all = new ArrayList<>();
    private int equal;

    Mutants() {
        shipped.forEach(file -> {
            if (file.isTable()) {
                ofTable(file);
            } else {
                ofDrl(file);
            }
        });
    }

    List<Mutant> all() {
        return all;
    }

    /** Changes that were left out because the row then provably says the same. */
    int equal() {
        return equal;
    }

    private void ofTable(RuleFile file) {
        RuleTable table = RuleTable.read(file, new ArrayList<>());
        List<String> lines = new ArrayList<>(Arrays.asList(file.text().split("\n")));
        table.rules().forEach(row -> {
            String place = file.name() + " row " + row.row();
            List<String> without = new ArrayList<>(lines);
            without.remove(row.row() - 1);
            add(place + " deleted", file, String.join("\n", without));
            for (RuleTable.Column column : table.columns()) {
                String cell = row.cells().getOrDefault(column.label(), "");
                boolean counts = column.isCondition() || (column.isAction() && !column.isForPeople());
                if (!cell.isEmpty() && counts) {
                    for (String other : others(file, row.row(), column, cell)) {
                        List<String> changed = new ArrayList<>(lines);
                        changed.set(row.row() - 1, replaced(lines.get(row.row() - 1), column.index(), cell, other));
                        RuleFile mutant = new RuleFile(file.name(), String.join("\n", changed));
                        String what = place + ", " + column.label() + ": " + cell + " -> " + other;
                        if (column.isCondition() && Meaning.firesAlike(file, mutant, row.row())) {
                            equal++;
                        } else {
                            add(what, file, mutant.text());
                        }
                    }
                }
            }
        });
    }

    private Set<String> others(RuleFile file, int row, RuleTable.Column column, String cell) {
        Set<String> others = new LinkedHashSet<>();
        if (cell.matches("true|false")) {
            others.add(cell.equals("true") ? "false" : "true");
        } else if (column.subject().equals("rank")) {
            RuleTable.read(file, new ArrayList<>()).rules().stream()
                    .map(rule -> Double.parseDouble(rule.conclusions().get("rank")))
                    .distinct()
                    .flatMap(rank -> List.of(rank + 1, rank - 1).stream())
                    .filter(rank -> Meaning.rankMatters(file, row, rank))
                    .forEach(rank -> others.add(SignificantDigits.show(rank)));
        } else if (cell.matches("[+-]?[0-9.]+")) {
            others.addAll(numbers(cell, column.isCondition()));
        } else {
            others.addAll(words(column));
            others.remove("cut-learning-rate");
        }
        others.remove(cell);
        return others;
    }

    private static List<String> words(RuleTable.Column column) {
        if (column.isAction()) {
            return Vocabulary.words(column.subject());
        }
        return Word.all(Views.component(column.view(), column.subject())
                .orElseThrow()
                .getAnnotation(FactInfo.class)
                .words());
    }

    /** One more and one less in the last digit, and for a limit also one in ten thousand. */
    private static List<String> numbers(String cell, boolean limit) {
        BigDecimal number = new BigDecimal(cell);
        BigDecimal last = BigDecimal.ONE.movePointLeft(number.scale());
        List<String> numbers = new ArrayList<>();
        numbers.add(number.add(last).toPlainString());
        numbers.add(number.subtract(last).toPlainString());
        if (limit) {
            BigDecimal little = number.signum() == 0
                    ? new BigDecimal("0.0001")
                    : number.abs().movePointLeft(4);
            numbers.add(number.add(little).toPlainString());
            numbers.add(number.subtract(little).toPlainString());
        }
        return numbers;
    }

    /** The line with the cell of a column replaced. */
    private static String replaced(String line, int column, String cell, String other) {
        int at = 0;
        boolean quoted = false;
        for (int i = 0; i < column; at++) {
            quoted ^= line.charAt(at) == '"';
            i += !quoted && line.charAt(at) == ',' ? 1 : 0;
        }
        if (!line.startsWith(cell, at)) {
            throw new AssertionError("'" + cell + "' is not at column " + column + " of " + line);
        }
        return line.substring(0, at) + other + line.substring(at + cell.length());
    }

    private void ofDrl(RuleFile file) {
        List<String> lines = Arrays.asList(file.text().split("\n"));
        boolean condition = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            condition = line.equals("when") || (condition && !line.equals("then"));
            Pattern part = Pattern.compile(condition ? "(?<=[<>=] )([0-9.]+|true|false)" : "(?<=action\\(\")[a-z-]+");
            Matcher found = part.matcher(line);
            while (!line.startsWith("//") && found.find()) {
                for (String other : drlOthers(found.group())) {
                    List<String> changed = new ArrayList<>(lines);
                    changed.set(i, line.substring(0, found.start()) + other + line.substring(found.end()));
                    String what = file.name() + " row " + (i + 1) + ": " + found.group() + " -> " + other;
                    add(what, file, String.join("\n", changed));
                }
            }
        }
    }

    private static List<String> drlOthers(String word) {
        if (word.matches("true|false")) {
            return List.of(word.equals("true") ? "false" : "true");
        }
        if (word.matches("[0-9.]+")) {
            return numbers(word, false);
        }
        return Vocabulary.words("action").stream()
                .filter(other -> !other.equals(word) && !other.equals("cut-learning-rate"))
                .toList();
    }

    private void add(String what, RuleFile file, String text) {
        RuleFile mutant = new RuleFile(file.name(), text);
        all.add(new Mutant(
                what,
                file.name(),
                shipped.stream()
                        .map(each -> each.name().equals(mutant.name()) ? mutant : each)
                        .toList()));
    }
}
