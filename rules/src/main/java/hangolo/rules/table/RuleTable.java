package hangolo.rules.table;

import hangolo.rules.view.Views;
import hangolo.rules.word.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decision table as it stands in a CSV file, with the checks that give an editor better words than a compiler would:
 * unknown facts, conclusions and words, cells that are no numbers, rows without a name or a condition.
 */
public final class RuleTable {
    private static final Pattern CONDITION = Pattern.compile("(\\w+)\\s*(==|!=|<=|>=|<|>)\\s*(\"?)\\$param\\3");
    private static final Pattern ACTION = Pattern.compile("out\\.(\\w+)\\((\"?)\\$param\\2\\);?");
    private static final Pattern VIEW = Pattern.compile(":\\s*(\\w+)");

    /**
     * A column.
     *
     * @param index its place, from 0
     * @param kind what its cells are
     * @param view the view that a condition asks; empty for others
     * @param subject the fact that a condition asks for, or what is concluded
     * @param operator of a condition that can be read; empty for others
     * @param text whether its cells are texts rather than numbers or truths
     * @param label as the editor sees it
     */
    public record Column(
            int index,
            Kind kind,
            String view,
            String subject,
            Optional<Operator> operator,
            boolean text,
            String label) {
        /** What the cells of a column are; tables write the constant's name. */
        public enum Kind {
            /** The name of the rule. */
            NAME,
            /** A condition. */
            CONDITION,
            /** A conclusion. */
            ACTION,
            /** Something for the engine alone. */
            OTHER;

            static Kind of(String word) {
                return Arrays.stream(values())
                        .filter(kind -> kind.name().equals(word))
                        .findFirst()
                        .orElse(OTHER);
            }
        }

        /** A column whose cells are neither conditions nor conclusions that can be read. */
        static Column unread(int index, Kind kind, String view, String label) {
            return new Column(index, kind, view, "", Optional.empty(), true, label);
        }

        /** Whether its cells are conditions. */
        public boolean isCondition() {
            return kind == Kind.CONDITION;
        }

        /** Whether its cells are conclusions. */
        public boolean isAction() {
            return kind == Kind.ACTION;
        }

        /** Whether its cells are texts for people. */
        public boolean isForPeople() {
            return isAction() && Vocabulary.isText(subject);
        }
    }

    private final RuleFile file;
    private final String hash;
    private final List<String> problems;
    private final List<List<String>> rows;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> canonical = new ArrayList<>();
    private final List<RuleSource> rules = new ArrayList<>();
    private final Set<String> views = new LinkedHashSet<>();
    private HitPolicy hitPolicy = HitPolicy.COLLECT;
    private boolean complete;

    /** Reads a table alone; what is wrong with it is added to the problems. */
    public static RuleTable read(RuleFile file, List<String> problems) {
        return new RuleTable(file, problems);
    }

    /** Reads a table and adds what is wrong with it to the problems. */
    RuleTable(RuleFile file, List<String> problems) {
        this.file = file;
        this.hash = file.hash();
        this.problems = problems;
        this.rows = Csv.rows(file.text());
        int header = headerRow();
        if (header >= 0) {
            useCurrentNames(header);
            readPolicy(header);
            canonical.addAll(rows.subList(0, header + 5));
            readColumns(header);
            canonical.set(header + 3, templates(header + 3));
            for (int i = header + 5; i < rows.size(); i++) {
                readRule(i);
            }
        }
    }

    /** The file it stands in. */
    public RuleFile file() {
        return file;
    }

    /** Its rows, from top to bottom. */
    public List<RuleSource> rules() {
        return List.copyOf(rules);
    }

    /** Its columns, from left to right. */
    public List<Column> columns() {
        return List.copyOf(columns);
    }

    /** What happens when several rows fire. */
    public HitPolicy hitPolicy() {
        return hitPolicy;
    }

    /** Whether it must have an answer to everything that can happen. */
    public boolean complete() {
        return complete;
    }

    /** The views that its conditions look at. */
    Set<String> views() {
        return views;
    }

    /** The labels of all its columns. */
    List<String> labels() {
        return columns.stream().map(Column::label).toList();
    }

    /** The labels of the columns that hold texts for people. */
    List<String> textLabels() {
        return columns.stream().filter(Column::isForPeople).map(Column::label).toList();
    }

    /** The table in the one form that the compiler gets: commas, decimal points, no empty rows among the rules. */
    String canonicalText() {
        return Csv.write(canonical);
    }

    private int headerRow() {
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).isEmpty() && rows.get(i).get(0).startsWith("RuleTable")) {
                if (rows.size() < i + 5) {
                    break;
                }
                return i;
            }
        }
        problems.add(file.name()
                + ": has no 'RuleTable' row followed by the four header rows. Compare with the shipped file.");
        return -1;
    }

    /** Names the views in the import rows and in the row of objects as they are called now. */
    private void useCurrentNames(int header) {
        for (int i = 0; i <= header + 2; i++) {
            if (i == header + 2 || cell(i, 0).equals("Import")) {
                rows.set(i, rows.get(i).stream().map(Views::withCurrentNames).toList());
            }
        }
    }

    /** The row {@code Policy,rank,complete} above the table; the engine ignores it. */
    private void readPolicy(int header) {
        for (int i = 0; i < header; i++) {
            if (!cell(i, 0).equals("Policy")) {
                continue;
            }
            String word = cell(i, 1);
            String more = cell(i, 2);
            complete = more.equals("complete");
            Optional<HitPolicy> policy = Arrays.stream(HitPolicy.values())
                    .filter(known -> known.word().equals(word))
                    .findFirst();
            hitPolicy = policy.orElse(HitPolicy.COLLECT);
            if (policy.isEmpty() || !(more.isEmpty() || complete)) {
                problems.add(at(i) + "the policy '" + word + (more.isEmpty() ? "" : "," + more) + "' is not one of "
                        + String.join(", ", Word.all(HitPolicy.class)) + ", and then nothing or complete.");
            }
        }
    }

    /** What the engine compares: for it, unknown is different from every word, for the tables it fulfils no condition. */
    private List<String> templates(int row) {
        List<String> cells = new ArrayList<>(rows.get(row));
        for (Column column : columns) {
            if (column.operator().equals(Optional.of(Operator.NOT_EQUAL))
                    && Views.mayBeUnknown(column.view(), column.subject())) {
                cells.set(column.index(), column.subject() + " != null, " + cells.get(column.index()));
            }
        }
        return cells;
    }

    private void readColumns(int header) {
        List<String> kinds = rows.get(header + 1);
        for (int i = 0; i < kinds.size(); i++) {
            if (!kinds.get(i).isEmpty()) {
                columns.add(column(
                        i,
                        Column.Kind.of(kinds.get(i).toUpperCase(Locale.ROOT)),
                        cell(header + 2, i),
                        cell(header + 3, i),
                        cell(header + 4, i),
                        header));
            }
        }
        if (columns.stream().noneMatch(column -> column.kind() == Column.Kind.NAME)) {
            problems.add(at(header + 1) + "has no NAME column.");
        }
    }

    private Column column(int index, Column.Kind kind, String object, String template, String label, int header) {
        if (kind == Column.Kind.CONDITION) {
            return conditionColumn(index, object, template, label, header);
        }
        if (kind == Column.Kind.ACTION) {
            Matcher action = ACTION.matcher(template);
            if (action.matches() && Vocabulary.knows(action.group(1))) {
                return new Column(
                        index,
                        kind,
                        "",
                        action.group(1),
                        Optional.empty(),
                        !action.group(2).isEmpty(),
                        label);
            }
            problems.add(at(header + 3) + "column '" + label + "' concludes '" + template
                    + "', which is not known. Copy the cell from the shipped file.");
        }
        return Column.unread(index, kind, "", label);
    }

    private Column conditionColumn(int index, String object, String template, String label, int header) {
        Matcher view = VIEW.matcher(object);
        Matcher condition = CONDITION.matcher(template);
        if (!view.find() || Views.components(view.group(1)).isEmpty()) {
            problems.add(at(header + 2) + "column '" + label + "' looks at '" + object + "'; known are "
                    + String.join(", ", Views.names()) + ", written as $f : "
                    + Views.names().get(4) + "...");
            return Column.unread(index, Column.Kind.CONDITION, "", label);
        }
        String name = view.group(1);
        views.add(name);
        if (!condition.matches()) {
            problems.add(at(header + 3) + "column '" + label + "' compares '" + template
                    + "'; write a fact, one of == != < <= > >=, and $param.");
            return Column.unread(index, Column.Kind.CONDITION, name, label);
        }
        List<String> facts = Views.components(name).orElseThrow();
        if (!facts.contains(condition.group(1))) {
            problems.add(at(header + 3) + "column '" + label + "' asks for '" + condition.group(1) + "', which " + name
                    + " does not have. It has " + String.join(", ", facts) + ".");
        }
        boolean text = !condition.group(3).isEmpty();
        return new Column(
                index, Column.Kind.CONDITION, name, condition.group(1), Operator.of(condition.group(2)), text, label);
    }

    private void readRule(int row) {
        if (rows.get(row).isEmpty()) {
            return;
        }
        if (cell(row, 0).startsWith("RuleTable")) {
            problems.add(at(row) + "starts a second table; put it into a file of its own.");
        }
        List<String> cells = new ArrayList<>();
        Map<String, String> byLabel = new LinkedHashMap<>();
        Map<String, String> conclusions = new LinkedHashMap<>();
        List<Condition> conditions = new ArrayList<>();
        for (Column column : columns) {
            String value = checked(row, column);
            while (cells.size() <= column.index()) {
                cells.add("");
            }
            cells.set(column.index(), value);
            if (!value.isEmpty()) {
                byLabel.put(column.label(), value);
                if (column.isAction()) {
                    conclusions.put(column.subject(), value);
                } else {
                    column.operator().ifPresent(operator -> conditions.add(condition(column, operator, value)));
                }
            }
        }
        canonical.add(cells);
        String name = columns.stream()
                .filter(column -> column.kind() == Column.Kind.NAME)
                .map(column -> byLabel.getOrDefault(column.label(), ""))
                .findFirst()
                .orElse("");
        checkRule(
                row,
                name,
                columns.stream().noneMatch(column -> column.isCondition() && byLabel.containsKey(column.label())));
        checkFactor(row);
        rules.add(new RuleSource(name, file.name(), row + 1, hash, 0, List.copyOf(conditions), conclusions, byLabel));
    }

    private static Condition condition(Column column, Operator operator, String cell) {
        Condition.Value value = new Condition.Word(cell);
        if (!column.text() && Vocabulary.isNumber(cell)) {
            value = new Condition.Amount(Double.parseDouble(cell));
        } else if (!column.text() && cell.matches("true|false")) {
            value = new Condition.Truth(Boolean.parseBoolean(cell));
        }
        return new Condition(column.view(), column.subject(), operator, value, column.label());
    }

    private void checkRule(int row, String name, boolean unconditional) {
        if (name.isEmpty()) {
            problems.add(
                    at(row) + "has no name. Give it one that no other row has, and keep it: the audit trail uses it.");
        }
        if (unconditional) {
            problems.add(at(row) + "has no condition, so it would always fire. Fill in one of the condition columns.");
        }
    }

    private void checkFactor(int row) {
        if (!value(row, "action").equals("cut-learning-rate")) {
            return;
        }
        String factor = decimalPoint(value(row, "factor"));
        if (!Vocabulary.isNumber(factor) || Double.parseDouble(factor) <= 0 || Double.parseDouble(factor) >= 1) {
            problems.add(at(row) + "cutting the learning rate needs a factor above 0 and below 1, for example 0.5.");
        }
    }

    private String value(int row, String conclusion) {
        return columns.stream()
                .filter(column -> column.isAction() && column.subject().equals(conclusion))
                .findFirst()
                .map(column -> cell(row, column.index()))
                .orElse("");
    }

    private String checked(int row, Column column) {
        String value = cell(row, column.index());
        if (value.isEmpty()) {
            return value;
        }
        if (column.kind() == Column.Kind.NAME || column.isForPeople()) {
            return value.replace('"', '\'').replace('\\', '/');
        }
        String plain = value.matches("(?i)true|false") ? value.toLowerCase(Locale.ROOT) : decimalPoint(value);
        Optional<String> fault =
                column.isAction() ? Vocabulary.fault(column.subject(), plain) : conditionFault(column, plain);
        fault.ifPresent(text -> problems.add(at(row) + "column '" + column.label() + "': " + text + "."));
        return plain;
    }

    private static Optional<String> conditionFault(Column column, String value) {
        boolean equality = column.operator().filter(Operator::isEquality).isPresent();
        boolean truth = value.equals("true") || value.equals("false");
        if (column.text() || column.operator().isEmpty() || Vocabulary.isNumber(value) || (equality && truth)) {
            return Optional.empty();
        }
        return Optional.of("'" + value + "' is not a number" + (equality ? ", true or false" : ""));
    }

    /** Spreadsheets of many languages write 2,5. */
    private static String decimalPoint(String value) {
        return value.matches("[+-]?\\d+,\\d+") ? value.replace(',', '.') : value;
    }

    private String cell(int row, int column) {
        List<String> cells = rows.get(row);
        return column < cells.size() ? cells.get(column) : "";
    }

    private String at(int row) {
        return file.name() + " row " + (row + 1) + ": ";
    }
}
