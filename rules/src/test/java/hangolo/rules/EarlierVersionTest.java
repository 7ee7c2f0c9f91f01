package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.audit.FactQuery;
import hangolo.rules.check.CheckReport;
import hangolo.rules.check.RuleCheck;
import hangolo.rules.explain.Explanation;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.scenario.Scenarios;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleFiles;
import hangolo.rules.view.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule folder and an audit trail of version 0.1.0, whose views had other names. */
class EarlierVersionTest {
    private static final Path RESOURCES = Path.of("src/test/resources/version-0.1.0");

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheRules() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("rules"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(from), from);
        Files.writeString(path, text.replace(from, to));
    }

    private static List<AuditEntry> trail() throws IOException {
        return AuditTrail.read(RESOURCES.resolve("audit.jsonl"));
    }

    @Test
    void theRulesDecideAsTheShippedOnesAndKeepTheirVersion() throws IOException {
        RuleBase rules = RuleBase.from(folder);
        assertEquals("d02eab3ca588", rules.hash(), "the version of the bytes in the folder");
        assertEquals(trail().get(0).ruleHash(), rules.hash());
        assertEquals(List.of(), Scenarios.shipped().run(rules));
    }

    @Test
    void theCheckFindsWhatItFindsInTheShippedRules() {
        CheckReport report = RuleCheck.in(folder);
        assertTrue(report.clean(), report.problems()::toString);
        assertEquals(RuleCheck.shipped().problems(), report.problems());
        assertEquals(RuleCheck.shipped().rules(), report.rules());
    }

    @Test
    void aMistakeIsToldWithItsRow() throws IOException {
        edit("stop.drl", "bestTierRank == 2", "bestTierRang == 2");
        RuleBaseException drl = assertThrows(RuleBaseException.class, () -> RuleBase.from(folder));
        assertTrue(drl.getMessage().startsWith("stop.drl row 86: the rule cannot be compiled"), drl.getMessage());
        edit("matrix.csv", "judgedBy ==", "judgedBi ==");
        RuleBaseException csv = assertThrows(RuleBaseException.class, () -> RuleBase.from(folder));
        assertTrue(
                csv.getMessage().startsWith("matrix.csv row 10: column 'Judged by' asks for 'judgedBi'"),
                csv.getMessage());
    }

    /** Only names of views are translated, not the words of a text that happen to be the same. */
    @Test
    void textsKeepTheirWords() throws IOException {
        edit("training.csv", "No new best", "Progress (Reading): no new best");
        edit("stop.drl", "// A loss came out", """
                rule "phase 7" @source("Loss (of a Voice)")
                when
                    $view : PhaseView(phase == 7) // Outcome (of it)
                then
                    out.limit("Standing (of it)");
                    out.value(1);
                    out.reason("Progress (Finish) of phase 7");
                end
                // A loss came out""");
        RuleBase rules = RuleBase.from(folder);
        assertEquals(1, rules.limit(7, "Standing (of it)"));
        PhaseTracker tracker = PhaseTracker.start(rules, 7);
        tracker.observe(EvaluationPoint.of(7, 100, 0, 3.5, 0.028));
        Conclusion conclusion = tracker.observe(EvaluationPoint.of(7, 400, 0, 3.51, 0.028));
        List<String> texts =
                conclusion.fired().stream().map(firing -> firing.text()).toList();
        assertTrue(texts.contains("Progress (Finish) of phase 7"), texts::toString);
        assertTrue(
                texts.stream().anyMatch(text -> text.startsWith("Progress (Reading): no new best")), texts::toString);
        assertEquals(
                RuleFiles.in(folder).get(2).text(), Files.readString(folder.resolve("training.csv")), "as it was read");
    }

    @Test
    void theAuditTrailIsReadAndExplained() throws IOException {
        List<AuditEntry> trail = trail();
        for (AuditEntry entry : trail) {
            Set<String> views =
                    entry.basis().queries().stream().map(FactQuery::view).collect(Collectors.toSet());
            assertEquals(Set.of(), without(views, Views.names()), "names that no view has");
            Explanation shipped = RuleBase.shipped().explain(entry);
            Explanation earlier = RuleBase.from(folder).explain(entry);
            assertFalse(shipped.silent().isEmpty());
            assertEquals(shipped.names(), earlier.names());
            assertEquals(
                    shipped.silent().stream().map(Explanation.Silent::text).toList(),
                    earlier.silent().stream().map(Explanation.Silent::text).toList());
            assertEquals(
                    entry.near().stream().map(miss -> miss.text()).toList(),
                    RuleBase.shipped().nearest(entry.basis()).stream()
                            .map(miss -> miss.text())
                            .toList());
        }
        assertEquals(AuditEntry.Kind.DECISION, trail.get(1).kind());
        assertTrue(RuleBase.shipped().explain(trail.get(0)).silent().stream()
                .anyMatch(rule -> rule.about().startsWith("a bátor kutya")));
    }

    private static Set<String> without(Set<String> names, List<String> known) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(known);
        return rest;
    }
}
