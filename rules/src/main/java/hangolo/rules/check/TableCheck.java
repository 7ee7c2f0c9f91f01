package hangolo.rules.check;

import hangolo.rules.check.Problem.Kind;
import hangolo.rules.check.Problem.Severity;
import hangolo.rules.table.HitPolicy;
import hangolo.rules.table.RuleSource;
import hangolo.rules.table.RuleTable;
import hangolo.rules.table.Vocabulary;
import hangolo.rules.word.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at one table for what is wrong between its rows. What counts as wrong depends on its policy. */
final class TableCheck {
    private static final int MOST_SHOWN = 5;

    private final RuleTable table;
    private final List<RuleSource> rows;
    private final ConditionSpace space;
    private final RegionFormatter words;
    private final Map<RuleSource, Region> regions = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    TableCheck(RuleTable table) {
        this.table = table;
        this.rows = table.rules();
        this.space = new ConditionSpace(table);
        this.words = new RegionFormatter(space);
        rows.forEach(row -> regions.put(row, space.of(row)));
    }

    List<Problem> problems() {
        rows.forEach(this::checkRow);
        Map<String, List<RuleSource>> groups = groups();
        groups.forEach((name, group) -> {
            checkPairs(group);
            checkReachable(group);
            if (table.complete()) {
                checkGaps(name, group);
            }
        });
        if (table.hitPolicy() == HitPolicy.TIER_PRIORITY) {
            checkOrderOfTiers();
        }
        return problems;
    }

    /** Rows that answer the same question: in a table of limits those of the same limit, else all. */
    private Map<String, List<RuleSource>> groups() {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> table.hitPolicy() == HitPolicy.LAST ? conclusion(row, "limit") : "",
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private void checkRow(RuleSource row) {
        checkWords(row);
        if (regions.get(row).isEmpty()) {
            problems.add(problem(Severity.ERROR, Kind.UNREACHABLE, row, neverFires(row), "Correct or delete the row."));
        }
        for (RuleTable.Column column : table.columns()) {
            boolean empty = !row.cells().containsKey(column.label());
            if (empty && column.subject().equals("source")) {
                problems.add(problem(
                        Severity.WARNING,
                        Kind.SOURCE,
                        row,
                        "does not say where it comes from",
                        "Fill in '" + column.label() + "': your name and why."));
            } else if (empty && table.complete() && column.isAction() && Vocabulary.isNeeded(column.subject())) {
                problems.add(problem(
                        Severity.ERROR, Kind.INCOMPLETE, row, "lacks '" + column.label() + "'", "Fill in the cell."));
            }
        }
    }

    private void checkWords(RuleSource row) {
        row.conditions().forEach(condition -> {
            List<String> known = Dimension.words(condition.view(), condition.fact());
            if (!known.isEmpty() && !known.contains(condition.value().show())) {
                problems.add(new Problem(
                        Severity.ERROR,
                        Kind.UNUSABLE,
                        row.file(),
                        row.row(),
                        condition.column(),
                        "'" + condition.value().show() + "' is not one of " + String.join(", ", known),
                        "Write one of these words."));
            }
        });
    }

    private String neverFires(RuleSource row) {
        for (Dimension dimension : space.dimensions()) {
            if (space.setOf(row, dimension).isEmpty()) {
                String conditions = row.conditions().stream()
                        .filter(condition -> condition.fact().equals(dimension.fact()))
                        .map(condition -> condition.column() + " " + row.cells().get(condition.column()))
                        .collect(Collectors.joining(" and "));
                return "can never fire: '" + conditions + "' cannot be fulfilled";
            }
        }
        return "can never fire: its conditions never occur together";
    }

    private void checkPairs(List<RuleSource> group) {
        for (int i = 0; i < group.size(); i++) {
            for (int j = i + 1; j < group.size(); j++) {
                RuleSource upper = group.get(i);
                RuleSource lower = group.get(j);
                Region both = regions.get(upper).and(regions.get(lower));
                if (!both.isEmpty()) {
                    checkPair(upper, lower, both.joined());
                }
            }
        }
    }

    private void checkPair(RuleSource upper, RuleSource lower, Region both) {
        String rowsBoth = "rows " + upper.row() + " and " + lower.row() + " both match ";
        boolean same = conclusions(upper).equals(conclusions(lower));
        if (same && sameConditions(upper, lower)) {
            problems.add(problem(
                    Severity.ERROR,
                    Kind.DUPLICATE,
                    lower,
                    "has the same conditions and conclusions as row " + upper.row(),
                    "Delete one of them."));
            return;
        }
        String where = rowsBoth + words.of(both.rectangles().get(0));
        switch (table.hitPolicy()) {
            case UNIQUE ->
                problems.add(problem(
                        Severity.ERROR,
                        Kind.OVERLAP,
                        lower,
                        where,
                        "Only one row may match: move a limit of one of them."));
            case PRIORITY -> checkPriorities(upper, lower, where, same);
            case TIER_PRIORITY -> checkTiers(upper, lower, where);
            case LAST ->
                problems.add(problem(Severity.NOTE, Kind.OVERLAP, lower, where + "; the lower one counts", ""));
            case COLLECT, COLLECT_MAX -> {
                // Every row counts.
            }
        }
    }

    private void checkPriorities(RuleSource upper, RuleSource lower, String where, boolean same) {
        if (rank(upper) != rank(lower)) {
            RuleSource winner = rank(upper) > rank(lower) ? upper : lower;
            problems.add(problem(
                    Severity.NOTE, Kind.OVERLAP, lower, where + "; row " + winner.row() + " wins by its rank", ""));
        } else if (same) {
            problems.add(problem(
                    Severity.WARNING, Kind.OVERLAP, lower, where + " and conclude the same", "One of them is enough."));
        } else {
            problems.add(problem(
                    Severity.ERROR,
                    Kind.CONTRADICTION,
                    lower,
                    where + ", conclude different things and have the same rank",
                    "Move a limit of one of them, or give one a higher rank."));
        }
    }

    private void checkTiers(RuleSource upper, RuleSource lower, String where) {
        Tier higher = tier(upper).compareTo(tier(lower)) > 0 ? tier(upper) : tier(lower);
        if (tier(upper) != tier(lower) && (tier(upper) == Tier.NONE || tier(lower) == Tier.NONE)) {
            problems.add(problem(
                    Severity.ERROR,
                    Kind.CONTRADICTION,
                    lower,
                    where + "; one says " + Tier.NONE.word() + " and the other " + higher.word(),
                    "Move a limit of one of them."));
        }
    }

    private void checkReachable(List<RuleSource> group) {
        for (RuleSource row : group) {
            List<RuleSource> stronger =
                    group.stream().filter(other -> wins(other, row)).toList();
            Region rest = regions.get(row);
            for (RuleSource other : stronger) {
                rest = rest.minus(regions.get(other));
            }
            if (!regions.get(row).isEmpty() && rest.isEmpty()) {
                String winners = stronger.stream()
                        .filter(other ->
                                !regions.get(other).and(regions.get(row)).isEmpty())
                        .map(other -> Integer.toString(other.row()))
                        .collect(Collectors.joining(", "));
                problems.add(problem(
                        Severity.ERROR,
                        Kind.UNREACHABLE,
                        row,
                        "never counts: wherever it fires, row " + winners + " wins",
                        "Delete it, or change the policy of the table."));
            }
        }
    }

    /** Whether one row overrides another wherever both fire. */
    private boolean wins(RuleSource one, RuleSource other) {
        return switch (table.hitPolicy()) {
            case PRIORITY -> rank(one) > rank(other) || (rank(one) == rank(other) && one.row() < other.row());
            case TIER_PRIORITY -> tier(one).compareTo(tier(other)) > 0;
            case LAST -> one.row() > other.row();
            case COLLECT, COLLECT_MAX, UNIQUE -> false;
        };
    }

    private void checkGaps(String name, List<RuleSource> group) {
        List<Gap> gaps = new Gaps(space, regions).in(group, table.hitPolicy() == HitPolicy.PRIORITY);
        for (Gap gap : gaps.subList(0, Math.min(MOST_SHOWN, gaps.size()))) {
            String apart = gap.except().isEmpty()
                    ? ""
                    : " (apart from what row " + numbers(gap.except()) + " takes out of it)";
            String what =
                    words.of(gap.rectangle()) + " is covered by no row" + (name.isEmpty() ? "" : " for '" + name + "'");
            problems.add(gap(what + apart, new GapFix(table, space, group).forGap(gap.rectangle())));
        }
        if (gaps.size() > MOST_SHOWN) {
            String more = (gaps.size() - MOST_SHOWN) + " more situations are covered by no row";
            problems.add(gap(more, "Close the ones above first."));
        }
    }

    private Problem gap(String text, String advice) {
        return new Problem(Severity.ERROR, Kind.GAP, table.file().name(), 0, "", text, advice);
    }

    private static String numbers(List<RuleSource> rows) {
        return rows.stream().map(row -> Integer.toString(row.row())).collect(Collectors.joining(", "));
    }

    /** Whoever has a tier must have fulfilled the one below. */
    private void checkOrderOfTiers() {
        for (Tier tier : List.of(Tier.TARGET, Tier.EXCEPTIONAL)) {
            Tier below = Tier.values()[tier.ordinal() - 1];
            Region missing = reached(tier).minus(reached(below)).joined();
            if (!missing.isEmpty()) {
                problems.add(new Problem(
                        Severity.ERROR,
                        Kind.ORDER,
                        table.file().name(),
                        0,
                        "",
                        words.of(missing.rectangles().get(0)) + " reaches the tier " + tier.word() + " but not "
                                + below.word(),
                        "A higher tier must ask for at least as much as the one below it."));
            }
        }
    }

    private Region reached(Tier tier) {
        Region region = new Region(List.of());
        for (RuleSource row : rows) {
            region = tier(row) == tier ? region.or(regions.get(row)) : region;
        }
        return region;
    }

    private boolean sameConditions(RuleSource left, RuleSource right) {
        return space.dimensions().stream()
                .allMatch(dimension -> space.setOf(left, dimension).equals(space.setOf(right, dimension)));
    }

    /** What a row concludes, apart from its reason and source. */
    private static Map<String, String> conclusions(RuleSource row) {
        Map<String, String> conclusions = new LinkedHashMap<>(row.conclusions());
        conclusions.keySet().removeAll(List.of("reason", Kind.SOURCE, "rank"));
        return conclusions;
    }

    private static String conclusion(RuleSource row, String name) {
        return row.conclusions().getOrDefault(name, "");
    }

    static double rank(RuleSource row) {
        String rank = conclusion(row, "rank");
        return rank.isEmpty() ? 0 : Double.parseDouble(rank);
    }

    private static Tier tier(RuleSource row) {
        String word = conclusion(row, "tier");
        return word.isEmpty() ? Tier.NONE : Tier.of(word);
    }

    private static Problem problem(Severity severity, Kind kind, RuleSource row, String text, String advice) {
        return new Problem(severity, kind, row.file(), row.row(), "", text, advice);
    }
}
