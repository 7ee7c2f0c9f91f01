package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.judge.Conclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesExplainCommandTest {
    private static final RuleBase RULES = RuleBase.shipped();

    @TempDir
    Path run;

    @BeforeEach
    void aRunOfWhichOnlyTheAuditTrailIsLeft() throws IOException {
        AuditTrail trail = AuditTrail.open(run.resolve("audit.jsonl"));
        PhaseTracker supervisor = PhaseTracker.start(RULES, 2);
        double[] mel = {3.511, 2.9, 2.61, 2.7};
        for (int i = 0; i < mel.length; i++) {
            EvaluationPoint point = EvaluationPoint.of(2, 1500 + 100L * i, i, mel[i], 0.0281);
            Conclusion conclusion = supervisor.observe(point);
            trail.append(conclusion.auditEntry(
                    Instant.EPOCH,
                    point,
                    supervisor.nearest(conclusion),
                    conclusion.action().word()));
        }
        FinalFacts end = FinalFacts.of(2.61, 0.0281).after(2, supervisor.trend(), true);
        trail.append(RULES.decide(end).auditEntry(Instant.EPOCH, end, 1800, List.of(), "reported"));
    }

    @Test
    void theDecisionIsExplained() {
        Ran ran = hangolo("rules", "explain", "--run", run);
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().startsWith("Decision of phase 2 at step 1800"), ran.out());
        assertTrue(
                ran.out()
                        .contains(
                                "[matrix improved] Mel CE 2.61 is from 2.5 to below 3.0: use phase 2.\n    matrix.csv row 13, version "),
                ran.out());
        assertTrue(
                ran.out().contains("[matrix excellent] matrix.csv row 12: Mel CE 2.61 is not below 2.5: 0.11 too high"),
                ran.out());
        assertFalse(ran.out().contains("no longer to be found"), ran.out());
    }

    @Test
    void anEvaluationIsExplainedWithTheRulesOfTheDrlFile() throws Exception {
        Ran ran = hangolo(
                "rules",
                "explain",
                "--run",
                run,
                "--step",
                1800,
                "--rule",
                "stop no improvement short of the target",
                "--json");
        JsonNode document = new ObjectMapper().readTree(ran.out());
        assertEquals("evaluation", document.get("kind").asText());
        assertEquals(document.get("rules"), document.get("explainedBy"));
        JsonNode failed = document.at("/silent/0/failed");
        assertEquals("stepsSinceBest", failed.get(0).get("fact").asText());
        assertEquals(">= 500", failed.get(0).get("needed").asText());
        assertEquals(100, failed.get(0).get("found").asInt());
        assertEquals(400, failed.get(0).get("distance").asInt());
        assertEquals(
                "Evaluations since best 1 is below 2: 1 too low",
                failed.get(1).get("text").asText());
        assertEquals(0, document.get("fired").size());
    }

    @Test
    void whatIsNotThereIsNamed() {
        Ran ran = hangolo("rules", "explain", "--run", run, "--step", 7);
        assertEquals(1, ran.code());
        assertTrue(ran.err().contains("There are 1500, 1600, 1700, 1800."), ran.err());
        ran = hangolo("rules", "explain", "--run", run, "--rule", "matrix excelent");
        assertTrue(ran.err().contains("No rule named 'matrix excelent' was asked here."), ran.err());
        ran = hangolo("rules", "explain", "--run", run.resolve("none"));
        assertTrue(ran.err().contains("There is no audit.jsonl in "), ran.err());
    }

    @Test
    void linesOfTheFirstVersionAndOfOtherRulesAreStillExplained() throws Exception {
        Path file = run.resolve("audit.jsonl");
        ObjectMapper json = new ObjectMapper();
        StringBuilder old = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            var node = (com.fasterxml.jackson.databind.node.ObjectNode) json.readTree(line);
            node.put("v", 1).put("rules", "0123456789ab").remove(java.util.List.of("near", "views", "limits", "audio"));
            old.append(json.writeValueAsString(node)).append('\n');
        }
        Files.writeString(file, old);
        Ran decision = hangolo("rules", "explain", "--run", run);
        assertTrue(decision.out().contains("These rules are no longer to be found."), decision.out());
        assertTrue(decision.out().contains("Mel CE 2.61 is not below 2.5: 0.11 too high"), decision.out());
        Ran evaluation = hangolo("rules", "explain", "--run", run, "--step", 1800);
        assertTrue(
                evaluation
                        .out()
                        .contains(
                                "Steps since best 100 is below 500: 400 too low; Evaluations since best 1 is below 2: 1 too low"),
                evaluation.out());
        Ran replay = hangolo("rules", "replay", "--log", run, "--json");
        assertEquals(1700, json.readTree(replay.out()).at("/best/step").asInt(), replay.out());
    }
}
