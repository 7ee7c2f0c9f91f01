package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.app.log.TrainingDisplay;
import hangolo.app.record.RunRecords;
import hangolo.engine.train.StopReason;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleExport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are edited while a training runs. */
class RuleReloaderTest {
    @TempDir
    Path root;

    private Path rules;
    private TinyVoice voice;

    @BeforeEach
    void begin() throws IOException {
        rules = root.resolve("my rules");
        RuleExport.write(rules, false);
        voice = TinyVoice.in(root);
    }

    /** A clock-like screen: when it shows the evaluation of a step, an edit happens. */
    private RunContext editing(Map<Integer, Runnable> edits) {
        OutputStream screen = new OutputStream() {
            private final StringBuilder shown = new StringBuilder();
            private int next;

            @Override
            public void write(int b) {
                shown.append((char) b);
                edits.forEach((step, edit) -> {
                    if (step >= next && shown.indexOf("step " + step + ": evaluation") >= 0) {
                        next = step + 1;
                        edit.run();
                    }
                });
            }
        };
        PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        TrainingDisplay display = new TrainingDisplay(out, false, Duration.ofMinutes(1), System::nanoTime);
        return new RunContext(
                "Hangolo test", display, new Interrupt(), LetterRecognizer.none(), Clock.systemDefaultZone());
    }

    private void edit(String file, String from, String to) {
        try {
            Path path = rules.resolve(file);
            String text = Files.readString(path);
            assertTrue(text.contains(from), from);
            Files.writeString(path, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PhaseOutcome run(String more, RunContext around) throws IOException {
        List<PhaseOutcome> outcomes =
                new TrainRun(around).run(voice.config("RULES: my rules\n" + more), Optional.empty());
        return outcomes.get(outcomes.size() - 1);
    }

    private static List<JsonNode> audit(PhaseOutcome outcome) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(outcome.folder().resolve("audit.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static List<String> kinds(List<JsonNode> audit) {
        return audit.stream()
                .map(line -> line.get("kind").asText() + " " + line.get("step").asLong())
                .toList();
    }

    @Test
    void anEditTakesEffectAtTheNextEvaluationAndABrokenOneDoesNot() throws IOException {
        RunContext around = editing(Map.of(
                4, () -> edit("tiers.csv", "tier minimum,3.0", "tier minimum,three"),
                // the repaired folder ends the phase at step 12
                8,
                        () -> {
                            edit("tiers.csv", "tier minimum,three", "tier minimum,3.0");
                            edit(
                                    "stop.drl",
                                    "stepsSinceBest >= $steps, evaluationsSinceBest >= $checks, bestTierRank < 2",
                                    "step >= 12, bestTierRank < 2");
                        }));
        PhaseOutcome outcome = run("MAX_STEPS: 20\n", around);
        assertEquals(StopReason.Kind.RULE, outcome.stop().kind(), outcome.stop().text());
        assertTrue(
                outcome.stop().text().contains("stop no improvement short of the target"),
                outcome.stop().text());
        List<JsonNode> audit = audit(outcome);
        assertEquals(
                List.of(
                        "evaluation 0",
                        "evaluation 4",
                        "rules 8",
                        "evaluation 8",
                        "rules 12",
                        "evaluation 12",
                        "decision 12"),
                kinds(audit));
        JsonNode refused = audit.get(2);
        assertEquals("rules kept", refused.get("action").asText());
        assertTrue(refused.get("conclusion").get("problems").get(0).asText().startsWith("tiers.csv row 18"));
        JsonNode switched = audit.get(4);
        assertEquals("rules switched", switched.get("action").asText());
        assertEquals("stop.drl", switched.get("conclusion").get("files").get(0).asText());
        assertEquals(audit.get(0).get("rules"), switched.get("conclusion").get("before"));
        assertEquals(audit.get(5).get("rules"), switched.get("conclusion").get("after"));
        assertEquals(audit.get(0).get("rules"), audit.get(3).get("rules"), "the broken edit changed nothing");
        assertEquals(
                2,
                RunRecords.read(outcome.folder()).remarks().stream()
                        .filter(remark -> remark.action().equals("rules"))
                        .count());
        String log = Files.readString(outcome.folder().resolve("trainer_0_log.txt"));
        assertTrue(
                log.contains(" > RULES: the edited rules cannot be used, those so far go on: tiers.csv row 18"), log);
        assertTrue(log.contains(" > RULES: the rules changed (stop.drl): "), log);
    }

    @Test
    void rulesThatFailWhileTheyJudgeDoNotStopTheTraining() throws IOException {
        RunContext around = editing(Map.of(4, () -> edit("stop.drl", "// A loss came out", """
                rule "endless" @source("test")
                when
                    $p : Limit(value >= 0)
                then
                    insert(new Limit("x", $p.value() + 1));
                end
                // A loss came out""")));
        PhaseOutcome outcome = run("MAX_STEPS: 9\n", around);
        assertEquals(
                StopReason.Kind.COMPLETE, outcome.stop().kind(), outcome.stop().text());
        List<JsonNode> audit = audit(outcome);
        assertEquals(
                List.of("evaluation 0", "evaluation 4", "rules 8", "evaluation 8", "evaluation 9", "decision 9"),
                kinds(audit));
        assertEquals("rules kept", audit.get(2).get("action").asText());
        assertEquals(audit.get(0).get("rules"), audit.get(3).get("rules"));
    }

    @Test
    void aRunThatIsResumedWithOtherRulesSaysSo() throws IOException {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        String more = "RULES: my rules\nMAX_STEPS: 6\n";
        Path left = new TrainRun(TinyVoice.quiet(interrupt))
                .run(voice.config(more), Optional.empty())
                .get(0)
                .folder();
        edit("limits.csv", "patience steps,500", "patience steps,400");
        PhaseOutcome outcome = new TrainRun(TinyVoice.quiet(new Interrupt()))
                .run(voice.config(more), Optional.of(left.resolve("checkpoint_1.pth")))
                .get(0);
        List<JsonNode> audit = audit(outcome);
        assertEquals(
                List.of("evaluation 0", "decision 0", "rules 4", "evaluation 4", "evaluation 6", "decision 6"),
                kinds(audit));
        assertEquals(audit.get(0).get("rules"), audit.get(2).get("conclusion").get("before"));
    }

    @Test
    void brokenRulesAreRefusedBeforeAnythingIsWritten() {
        edit("tiers.csv", "tier minimum,3.0", "tier minimum,three");
        assertThrows(RuleBaseException.class, () -> run("MAX_STEPS: 4\n", editing(Map.of())));
        assertTrue(Files.notExists(root.resolve("run")), "nothing was written");
    }
}
