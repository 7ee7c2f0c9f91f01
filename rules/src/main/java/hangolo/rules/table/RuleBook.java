package hangolo.rules.table;

import hangolo.rules.view.Views;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All rule files together, checked: every rule with its place, ready to be compiled. */
public final class RuleBook {
    private static final Pattern RULE = Pattern.compile("^\\s*rule\\s+\"([^\"]+)\"");
    private static final Pattern LIMIT = Pattern.compile("Limit\\s*\\(\\s*name\\s*==\\s*\"([^\"]+)\"");
    private static final Pattern CALLED = Pattern.compile("\\bout\\.(\\w+)\\(");
    private static final Pattern CONCLUSION = Pattern.compile("out\\.(\\w+)\\(\"([^\"]*)\"\\)");
    private static final Pattern SOURCE = Pattern.compile("@source\\(\\s*\"([^\"]+)\"\\s*\\)");
    private static final List<String> NEEDED =
            List.of("trend window evaluations", "trend smoothing", "audio degraded share", "disk needed GB");
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]\\w+)\\s*\\(");

    /** A file for the compiler: the name it came from and the text the compiler gets. */
    public record Unit(RuleFile file, String text) {}

    private final List<Unit> units = new ArrayList<>();
    private final Map<String, RuleSource> sources = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> limits = new LinkedHashSet<>();
    private final List<RuleTable> tables = new ArrayList<>();

    /**
     * Reads and checks the files.
     *
     * @throws RuleBaseException with every problem found
     */
    public RuleBook(List<RuleFile> files) {
        this(files, true);
    }

    /** Reads and checks the files; what is wrong stands in {@link #problems}. */
    public static RuleBook examine(List<RuleFile> files) {
        return new RuleBook(files, false);
    }

    private RuleBook(List<RuleFile> files, boolean mustBeFine) {
        for (RuleFile file : files) {
            if (file.isTable()) {
                RuleTable table = new RuleTable(file, problems);
                tables.add(table);
                table.rules().forEach(this::add);
                units.add(new Unit(file, table.canonicalText()));
            } else {
                readDrl(file);
                units.add(new Unit(file, file.drl()));
            }
        }
        for (String name : NEEDED) {
            if (!limits.contains(name)) {
                problems.add("limits.csv: lacks the limit '" + name + "', which the program itself needs.");
            }
        }
        for (RuleTable table : tables) {
            checkPlaceholders(table);
        }
        files.stream().filter(file -> !file.isTable()).forEach(this::checkDrl);
        if (mustBeFine && !problems.isEmpty()) {
            throw new RuleBaseException(problems);
        }
    }

    /** The files for the compiler, in order. */
    public List<Unit> units() {
        return List.copyOf(units);
    }

    /** The tables, in order. */
    public List<RuleTable> tables() {
        return List.copyOf(tables);
    }

    /** What is wrong with the files, one line a problem; rules that have any cannot be used. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** The place of every rule, by its name. */
    public Map<String, RuleSource> sources() {
        return sources;
    }

    private void add(RuleSource found) {
        RuleSource rule = found.inOrder(sources.size());
        if (rule.conclusions().containsKey("limit")) {
            limits.add(rule.conclusions().get("limit"));
            checkLimit(rule);
        }
        RuleSource other = rule.name().isEmpty() ? null : sources.putIfAbsent(rule.name(), rule);
        if (other != null) {
            problems.add(rule.file() + " row " + rule.row() + ": the name '" + rule.name() + "' is already used in "
                    + other.file() + " row " + other.row() + ".");
        }
    }

    /** What the program itself could not work with. */
    private void checkLimit(RuleSource rule) {
        String value = rule.conclusions().getOrDefault("value", "");
        double number = Vocabulary.isNumber(value) ? Double.parseDouble(value) : Double.NaN;
        String wanted = switch (rule.conclusions().get("limit")) {
            case "trend window evaluations" -> number >= 2 ? "" : "must be 2 or more";
            case "trend smoothing" -> number > 0 && number <= 1 ? "" : "must be above 0 and at most 1";
            default -> "";
        };
        if (!wanted.isEmpty()) {
            problems.add(rule.file() + " row " + rule.row() + ": column 'Value': '" + value + "' for '"
                    + rule.conclusions().get("limit") + "' " + wanted + ".");
        }
    }

    private void readDrl(RuleFile file) {
        List<String> lines = file.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher rule = RULE.matcher(lines.get(i));
            if (rule.find()) {
                RuleSource found = RuleSource.at(rule.group(1), file.name(), i + 1, file.hash(), 0);
                add(sourceBelow(lines, i).map(found::from).orElse(found));
            }
        }
    }

    /** The {@code @source("...")} between a rule's name and its conditions. */
    private static Optional<String> sourceBelow(List<String> lines, int row) {
        for (int i = row; i < lines.size() && !lines.get(i).strip().equals("when"); i++) {
            Matcher source = SOURCE.matcher(lines.get(i));
            if (source.find()) {
                return Optional.of(source.group(1));
            }
        }
        return Optional.empty();
    }

    private void checkDrl(RuleFile file) {
        List<String> lines = file.text().lines().toList();
        Set<String> facts = new HashSet<>();
        Matcher named = NAMED.matcher(file.drl());
        while (named.find()) {
            Views.components(named.group(1)).ifPresent(facts::addAll);
        }
        for (int i = 0; i < lines.size(); i++) {
            String place = file.name() + " row " + (i + 1) + ": ";
            Matcher limit = LIMIT.matcher(lines.get(i));
            while (limit.find()) {
                if (!limits.contains(limit.group(1))) {
                    problems.add(
                            place + "asks for the limit '" + limit.group(1) + "', which limits.csv does not define.");
                }
            }
            if (lines.get(i).contains("out.")) {
                checkText(place, lines.get(i), facts);
                checkWord(place, lines.get(i));
            }
        }
    }

    private void checkWord(String place, String line) {
        Matcher called = CALLED.matcher(line);
        while (called.find()) {
            if (!Vocabulary.knows(called.group(1))) {
                problems.add(place + "out." + called.group(1) + " is not known. Compare with the shipped file.");
            }
        }
        Matcher conclusion = CONCLUSION.matcher(line);
        while (conclusion.find()) {
            Vocabulary.fault(conclusion.group(1), conclusion.group(2))
                    .ifPresent(fault -> problems.add(place + fault + "."));
        }
    }

    private void checkPlaceholders(RuleTable table) {
        Set<String> known = new LinkedHashSet<>(table.labels());
        table.views().forEach(view -> Views.components(view).ifPresent(known::addAll));
        for (RuleSource rule : table.rules()) {
            for (String label : table.textLabels()) {
                String place = rule.file() + " row " + rule.row() + ": column '" + label + "': ";
                checkText(place, rule.cells().getOrDefault(label, ""), known);
            }
        }
    }

    private void checkText(String place, String text, Set<String> known) {
        for (String name : Wording.placeholders(text)) {
            if (!known.contains(name) && !limits.contains(name)) {
                problems.add(place + "{" + name + "} in the text is no fact, column or limit. Facts here are "
                        + String.join(", ", known) + ".");
            }
        }
    }
}
