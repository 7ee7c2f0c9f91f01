package hangolo.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.table.Condition;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleSource;
import hangolo.rules.table.RuleTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the analyser finds in random tables is what asking every row about every point of a grid finds. The grid has points on
 * every limit and between any two of them, so that nothing can hide.
 */
class RandomTablesTest {
    private static final List<String> WORDS = List.of("listener", "estimated", "nothing");
    private static final String HEAD = """
            RuleSet,hangolo.rules.shipped
            Import,hangolo.rules.view.PhaseEndFacts
            Variables,hangolo.rules.drools.Conclusions out
            Policy,%s,complete
            RuleTable random
            NAME,CONDITION,CONDITION,CONDITION,CONDITION,CONDITION,CONDITION,CONDITION,CONDITION,ACTION
            ,$f : PhaseEndFacts...,$f : PhaseEndFacts...,$f : PhaseEndFacts...,$f : PhaseEndFacts...,$f : PhaseEndFacts...,$f : PhaseEndFacts...,$f : PhaseEndFacts...,$f : PhaseEndFacts...,
            ,"judgedBy == ""$param\""","judgedBy != ""$param\""",melCe >= $param,melCe > $param,melCe < $param,melCe <= $param,phase >= $param,phase < $param,"out.label(""$param"");"
            Name,is,is not,from,above,below,up to,phase from,phase below,Label
            """;

    private final Random random = new Random(20240917);

    private RuleTable table(String policy) {
        StringBuilder text = new StringBuilder(HEAD.formatted(policy));
        int rows = 1 + random.nextInt(5);
        for (int row = 0; row < rows; row++) {
            List<String> cells = new ArrayList<>(List.of("row " + row));
            cells.add(one(3, WORDS.get(random.nextInt(3))));
            cells.add(one(4, WORDS.get(random.nextInt(3))));
            for (int i = 0; i < 4; i++) {
                cells.add(one(3, Integer.toString(1 + random.nextInt(4))));
            }
            cells.add(one(3, Integer.toString(1 + random.nextInt(4))));
            cells.add(one(3, Integer.toString(2 + random.nextInt(3))));
            cells.add(row % 2 == 0 ? "improved" : "excellent");
            text.append(String.join(",", cells)).append('\n');
        }
        List<String> problems = new ArrayList<>();
        RuleTable table = RuleTable.read(new RuleFile("random.csv", text.toString()), problems);
        problems.removeIf(problem -> problem.contains("has no condition"));
        assertEquals(List.of(), problems);
        return table;
    }

    private String one(int in, String cell) {
        return random.nextInt(in) == 0 ? cell : "";
    }

    /** Every situation that can occur, on a grid. */
    private static List<Map<String, Object>> grid() {
        List<Map<String, Object>> grid = new ArrayList<>();
        for (String word : WORDS) {
            for (int mel = -1; mel <= 10; mel++) {
                boolean known = mel >= 0;
                if (known ? word.equals("nothing") : word.equals("estimated")) {
                    continue;
                }
                for (int phase = 1; phase <= 6; phase++) {
                    Map<String, Object> facts = new HashMap<>();
                    facts.put("judgedBy", word);
                    facts.put("melCe", known ? mel / 2.0 : null);
                    facts.put("phase", phase);
                    grid.add(facts);
                }
            }
        }
        return grid;
    }

    private static boolean fires(RuleSource row, Map<String, Object> facts) {
        return row.conditions().stream().allMatch(condition -> condition.holds(facts.get(condition.fact())));
    }

    private static boolean holds(Region region, ConditionSpace space, Map<String, Object> facts) {
        return region.rectangles().stream().anyMatch(rectangle -> {
            for (int i = 0; i < space.dimensions().size(); i++) {
                Dimension dimension = space.dimensions().get(i);
                if (!rectangle.sets().get(i).get(indexOf(dimension, facts.get(dimension.fact())))) {
                    return false;
                }
            }
            return true;
        });
    }

    private static int indexOf(Dimension dimension, Object value) {
        for (int i = 0; i < dimension.valueClasses().size(); i++) {
            ValueClass valueClass = dimension.valueClasses().get(i);
            boolean in = valueClass instanceof ValueClass.Unknown && value == null
                    || valueClass instanceof ValueClass.One one && value != null && same(one.value(), value);
            if (valueClass instanceof ValueClass.Between between && value instanceof Number number) {
                double at = number.doubleValue();
                boolean lowest = i == 0 && at == between.from();
                in = lowest || at > between.from() && at < between.to();
            }
            if (in) {
                return i;
            }
        }
        throw new AssertionError(
                dimension.fact() + " " + value + " is in no value class of " + dimension.valueClasses());
    }

    private static boolean same(Object left, Object right) {
        return left instanceof Number a && right instanceof Number b
                ? a.doubleValue() == b.doubleValue()
                : left.equals(right);
    }

    @Test
    void gapsAndOverlapsAreExactlyThoseOfAGrid() {
        List<Map<String, Object>> grid = grid();
        int gaps = 0;
        int overlaps = 0;
        for (int i = 0; i < 1000; i++) {
            RuleTable table = table("single");
            ConditionSpace space = new ConditionSpace(table);
            Map<RuleSource, Region> regions = new HashMap<>();
            table.rules().forEach(row -> regions.put(row, space.of(row)));
            Region gap = new Region(new Gaps(space, regions)
                    .in(table.rules(), false).stream().map(Gap::rectangle).toList());
            boolean gapSeen = false;
            boolean overlapSeen = false;
            for (Map<String, Object> facts : grid) {
                List<RuleSource> firing =
                        table.rules().stream().filter(row -> fires(row, facts)).toList();
                gapSeen |= firing.isEmpty();
                overlapSeen |= firing.size() > 1;
                assertEquals(firing.isEmpty(), holds(gap, space, facts), () -> text(table) + facts);
                for (RuleSource row : table.rules()) {
                    assertEquals(
                            firing.contains(row), holds(regions.get(row), space, facts), () -> text(table) + facts);
                }
            }
            List<Problem> problems = new TableCheck(table).problems();
            assertEquals(gapSeen, has(problems, Problem.Kind.GAP), text(table));
            assertEquals(
                    overlapSeen,
                    has(problems, Problem.Kind.OVERLAP) || has(problems, Problem.Kind.DUPLICATE),
                    text(table));
            gaps += gapSeen ? 1 : 0;
            overlaps += overlapSeen ? 1 : 0;
        }
        assertTrue(gaps > 100 && gaps < 900, gaps + " tables with gaps");
        assertTrue(overlaps > 100 && overlaps < 900, overlaps + " tables with overlaps");
    }

    @Test
    void aRowIsUnreachableExactlyWhenItNeverDecidesOnAGrid() {
        List<Map<String, Object>> grid = grid();
        int unreachable = 0;
        for (int i = 0; i < 500; i++) {
            RuleTable table = table("rank");
            boolean[] decides = new boolean[table.rules().size()];
            for (Map<String, Object> facts : grid) {
                for (int row = 0; row < decides.length; row++) {
                    if (fires(table.rules().get(row), facts)) {
                        decides[row] = true;
                        break;
                    }
                }
            }
            List<Problem> problems = new TableCheck(table).problems();
            for (int row = 0; row < decides.length; row++) {
                int number = table.rules().get(row).row();
                boolean found = problems.stream()
                        .anyMatch(problem -> problem.kind() == Problem.Kind.UNREACHABLE && problem.row() == number);
                assertEquals(!decides[row], found, text(table) + " row " + number);
                unreachable += found ? 1 : 0;
            }
        }
        assertTrue(unreachable > 100, unreachable + " rows that never decide");
    }

    private static boolean has(List<Problem> problems, Problem.Kind kind) {
        return problems.stream().anyMatch(problem -> problem.kind() == kind);
    }

    private static String text(RuleTable table) {
        StringBuilder text = new StringBuilder("\n");
        table.rules()
                .forEach(row -> text.append(Arrays.toString(row.conditions().stream()
                                .map(Condition::toString)
                                .toArray()))
                        .append('\n'));
        return text.toString();
    }
}
