package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are edited while they are used. */
class ReloadingRulesTest {
    @TempDir
    Path root;

    private Path folder;
    private ReloadingRules live;

    @BeforeEach
    void begin() throws IOException {
        folder = root.resolve("rules");
        RuleExport.write(folder, false);
        live = ReloadingRules.in(folder);
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(from), from);
        Files.writeString(path, text.replace(from, to));
    }

    private void save(String text) {
        try {
            Files.writeString(folder.resolve("matrix.csv"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anEditThatChecksCleanIsTakenUp() throws IOException {
        assertEquals(Optional.empty(), live.reload());
        String before = live.current().hash();
        edit("matrix.csv", "estimated,,2.5,", "estimated,,2.6,");
        edit("matrix.csv", "estimated,2.5,3.0,,,,,,,,,,,10", "estimated,2.6,3.0,,,,,,,,,,,10");
        assertEquals(
                Optional.of(new ReloadingRules.Switched(
                        before, RuleBase.from(folder).hash(), List.of("matrix.csv"))),
                live.reload());
        assertEquals(
                "excellent",
                live.current().decide(FinalFacts.of(2.55, 0.028)).label().word());
        assertEquals(Optional.empty(), live.reload());
    }

    @Test
    void aBrokenEditIsToldOnceAndTheRulesGoOn() throws IOException {
        RuleBase before = live.current();
        edit("tiers.csv", "tier minimum,3.0", "tier minimum,three");
        ReloadingRules.Refused refused =
                assertInstanceOf(ReloadingRules.Refused.class, live.reload().orElseThrow());
        assertTrue(refused.problems().get(0).startsWith("tiers.csv row 18: column 'Mel CE below': 'three'"));
        assertEquals(Optional.empty(), live.reload());
        assertSame(before, live.current());
        edit("tiers.csv", "tier minimum,three", "tier minimum,four");
        assertInstanceOf(ReloadingRules.Refused.class, live.reload().orElseThrow());
        edit("tiers.csv", "tier minimum,four", "tier minimum,3.0");
        assertEquals(Optional.empty(), live.reload());
        assertSame(before, live.current());
    }

    @Test
    void whatCompilesButDoesNotCheckIsRefused() throws IOException {
        edit("matrix.csv", "estimated,,2.5,", "estimated,,2.6,");
        ReloadingRules.Refused refused =
                assertInstanceOf(ReloadingRules.Refused.class, live.reload().orElseThrow());
        assertTrue(refused.problems().get(0).contains("rows 12 and 13 both match Mel CE from 2.5 to below 2.6"));
    }

    @Test
    void aFolderThatVanishesOrLosesAFileIsToldOnce() throws IOException {
        Path away = root.resolve("away");
        Files.move(folder, away);
        assertInstanceOf(ReloadingRules.Refused.class, live.reload().orElseThrow());
        assertEquals(Optional.empty(), live.reload());
        Files.move(away, folder);
        assertEquals(Optional.empty(), live.reload());
        Files.delete(folder.resolve("audio.csv"));
        ReloadingRules.Refused refused =
                assertInstanceOf(ReloadingRules.Refused.class, live.reload().orElseThrow());
        assertTrue(refused.problems().get(0).startsWith("audio.csv"));
        assertEquals(0.04, live.current().limit(2, "text CE stop above"));
    }

    /** A file that an editor is still writing is read when it is complete. */
    @Test
    void aHalfSavedFileIsWaitedFor() throws IOException {
        String whole = Files.readString(folder.resolve("matrix.csv"))
                .replace("estimated,,2.5,", "estimated,,2.6,")
                .replace("estimated,2.5,3.0,,,,,,,,,,,10", "estimated,2.6,3.0,,,,,,,,,,,10");
        Iterator<Integer> lengths = IntStream.rangeClosed(1, 10)
                .map(part -> whole.length() * part / 10)
                .iterator();
        Runnable editor = () -> {
            if (lengths.hasNext()) {
                save(whole.substring(0, lengths.next()));
            }
        };
        live = new ReloadingRules(Optional.of(folder), RuleBase.from(folder), editor);
        editor.run();
        assertInstanceOf(ReloadingRules.Switched.class, live.reload().orElseThrow());
        assertFalse(lengths.hasNext(), "it did not wait for the end");
        assertEquals(RuleBase.from(folder).hash(), live.current().hash());
    }

    @Test
    void rulesThatFailWhileTheyJudgeAreGivenUp() throws IOException {
        RuleBase before = live.current();
        assertFalse(live.revert(), "the rules that it began with");
        edit("stop.drl", "// A loss came out", """
                rule "endless" @source("test")
                when
                    $p : Limit(value >= 0)
                then
                    insert(new Limit("x", $p.value() + 1));
                end
                // A loss came out""");
        assertInstanceOf(ReloadingRules.Switched.class, live.reload().orElseThrow());
        PhaseTracker tracker = PhaseTracker.start(before, 2);
        RuleBase endless = live.current();
        assertThrows(RuleBaseException.class, () -> endless.decide(FinalFacts.of(2.4, 0.02)));
        assertTrue(live.revert());
        assertSame(before, live.current());
        assertEquals(Optional.empty(), live.reload(), "the same content is not tried again");
        assertNotEquals(endless.hash(), tracker.state().get("rules"));
    }

    @Test
    void theShippedRulesNeverChange() {
        assertEquals(Optional.empty(), ReloadingRules.shipped().reload());
    }

    /** Best value, waits and average survive another rule base; a longer window is full later. */
    @Test
    void theMemoryOfAPhaseSurvivesASwitch() throws IOException {
        PhaseTracker tracker = PhaseTracker.start(live.current(), 2);
        tracker.observe(EvaluationPoint.of(2, 1000, 0, 2.985, 0.028).withTrainMelCe(3.0075));
        tracker.observe(EvaluationPoint.of(2, 1100, 0, 2.995, 0.028).withTrainMelCe(3.0025));
        tracker.observe(EvaluationPoint.of(2, 1200, 0, 3.005, 0.028).withTrainMelCe(2.9975));
        edit("limits.csv", "trend window evaluations,4", "trend window evaluations,5");
        edit("limits.csv", "trend smoothing,0.5", "trend smoothing,1");
        edit("limits.csv", "patience steps,500", "patience steps,350");
        live.reload();
        tracker.use(live.current());
        Conclusion fourth =
                tracker.observe(EvaluationPoint.of(2, 1300, 0, 3.015, 0.028).withTrainMelCe(2.9925));
        assertFalse(fourth.diverging(), "the window of 5 is not full");
        assertEquals(3.015, fourth.facts().get("smoothedMelCe"), "no smoothing any more");
        assertEquals(3, fourth.facts().get("evaluationsSinceBest"));
        assertEquals(2.985, fourth.facts().get("bestMelCe"));
        Conclusion fifth =
                tracker.observe(EvaluationPoint.of(2, 1350, 0, 3.02, 0.028).withTrainMelCe(2.99));
        assertEquals("stop-failure", fifth.action().word());
        assertTrue(fifth.fired().stream().anyMatch(rule -> rule.rule().startsWith("stop no improvement")));
        Map<String, Object> state = tracker.state();
        assertEquals(live.current().hash(), state.get("rules"));
    }
}
