package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.word.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that watch a training tend to get wrong. */
class PhaseTrackerTest {
    private static final double[] MEL = {3.5, 3.4, 3.3, 3.35, 3.36, 3.37, 3.2, 3.21, 3.25, 3.24, 3.26, 3.27};

    private static EvaluationPoint point(int i) {
        return EvaluationPoint.of(2, 1500 + 100L * i, i / 2, MEL[i], 0.028).withTrainMelCe(3.4 - 0.05 * i);
    }

    private static List<AudioFacts> audio(int i) {
        return List.of(AudioFacts.of("Jó napot.")
                .with(AudioMeasure.LEVEL_DB, i == 0 ? -20 : -35)
                .withStopTokenReached(true));
    }

    /** As it comes back from a checkpoint: other kinds of numbers, other kinds of maps. */
    private static Map<String, Object> throughACheckpoint(Map<String, Object> state) {
        ObjectMapper json = new ObjectMapper();
        try {
            return json.readValue(json.writeValueAsString(state), new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 11})
    void resumingAnywhereConcludesTheSameAsNotStopping(int cut) {
        PhaseTracker through = PhaseTracker.start(Shipped.RULES, 2);
        PhaseTracker resumed = PhaseTracker.start(Shipped.RULES, 2);
        for (int i = 0; i < MEL.length; i++) {
            if (i == cut) {
                resumed = PhaseTracker.resume(Shipped.RULES, throughACheckpoint(resumed.state()));
            }
            List<AudioFacts> heard = i % 3 == 0 ? audio(i) : List.of();
            Conclusion expected = through.observe(point(i), heard, MachineState.unknown());
            assertEquals(expected, resumed.observe(point(i), heard, MachineState.unknown()));
        }
        assertEquals(through.state(), resumed.state());
    }

    @Test
    void everyConclusionHasItsAuditLine(@TempDir Path folder) throws IOException {
        AuditTrail trail = AuditTrail.open(folder.resolve("audit.jsonl"));
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        for (int i = 0; i < 3; i++) {
            Conclusion conclusion = tracker.observe(point(i));
            trail.append(conclusion.auditEntry(
                    Instant.EPOCH,
                    point(i),
                    tracker.nearest(conclusion),
                    conclusion.action().word()));
        }
        FinalFacts end = FinalFacts.of(3.3, 0.028).after(2, tracker.trend(), true);
        trail.append(Shipped.RULES.decide(end).auditEntry(Instant.EPOCH, end, 1700, List.of(), "report"));
        List<String> lines = Files.readAllLines(folder.resolve("audit.jsonl"));
        assertEquals(4, lines.size());
        assertTrue(lines.get(2).contains("\"rule\":\"training new best\",\"file\":\"training.csv\""), lines.get(2));
        assertTrue(lines.get(3).contains("\"kind\":\"decision\""));
        for (String line : lines) {
            assertTrue(line.contains("\"rules\":\"" + Shipped.RULES.hash()), line);
        }
    }

    @Test
    void theWaitCounterGoesOnAfterAResume() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        for (int i = 0; i <= 4; i++) {
            tracker.observe(point(i));
        }
        assertEquals(2, tracker.trend().evaluationsSinceBest());
        PhaseTracker resumed = PhaseTracker.resume(Shipped.RULES, throughACheckpoint(tracker.state()));
        resumed.observe(point(5));
        assertEquals(3, resumed.trend().evaluationsSinceBest());
        assertEquals(300, resumed.trend().stepsSinceBest());
    }

    @Test
    void theBestAndItsTierSurviveAResume() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(EvaluationPoint.of(2, 1000, 0, 2.4, 0.028));
        PhaseTracker resumed = PhaseTracker.resume(Shipped.RULES, throughACheckpoint(tracker.state()));
        resumed.observe(EvaluationPoint.of(2, 1300, 0, 2.45, 0.028));
        assertEquals(1000, resumed.trend().bestStep());
        assertEquals(2.4, resumed.trend().bestMelCe().orElseThrow());
        Conclusion conclusion = resumed.observe(EvaluationPoint.of(2, 1500, 0, 2.6, 0.028));
        assertEquals("stop-success", conclusion.action().word());
    }

    @Test
    void aFreshPhaseStartsClean() {
        PhaseTracker first = PhaseTracker.start(Shipped.RULES, 1);
        first.observe(EvaluationPoint.of(1, 1000, 0, 2.4, 0.028));
        first.observe(EvaluationPoint.of(1, 1400, 0, 2.5, 0.028));
        PhaseTracker second = PhaseTracker.start(Shipped.RULES, 2);
        assertTrue(second.trend().bestMelCe().isEmpty());
        second.observe(EvaluationPoint.of(2, 1500, 0, 3.0, 0.028));
        assertEquals(0, second.trend().evaluationsSinceBest());
        assertEquals(Tier.NONE, second.bestTier());
    }

    @Test
    void theStateHoldsTheEvaluationThatWasJustJudged() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(point(0));
        tracker.observe(point(1));
        PhaseTracker resumed = PhaseTracker.resume(Shipped.RULES, throughACheckpoint(tracker.state()));
        assertEquals(2, resumed.trend().evaluations());
        assertEquals(1600, resumed.trend().bestStep());
    }

    @Test
    void aStopIsNotLatchedWhenTheMetricRecovers() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(EvaluationPoint.of(2, 1000, 0, 3.5, 0.028));
        tracker.observe(EvaluationPoint.of(2, 1300, 0, 3.6, 0.028));
        assertTrue(tracker.observe(EvaluationPoint.of(2, 1500, 0, 3.6, 0.028))
                .action()
                .stops());
        assertFalse(tracker.observe(EvaluationPoint.of(2, 1600, 0, 3.4, 0.028))
                .action()
                .stops());
    }

    @Test
    void judgingAStepAgainCountsNothingTwice() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(point(0), audio(0), MachineState.unknown());
        Conclusion once = tracker.observe(point(1), audio(1), MachineState.unknown());
        assertEquals(1, once.degradedChecks());
        assertEquals(once, tracker.observe(point(1), audio(1), MachineState.unknown()));
        PhaseTracker resumed = PhaseTracker.resume(Shipped.RULES, throughACheckpoint(tracker.state()));
        assertEquals(once, resumed.observe(point(1), audio(1), MachineState.unknown()));
    }

    @Test
    void rulesAndBestModelAgreeOnWhatIsBetter() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(EvaluationPoint.of(2, 100, 0, 3.5000001, 0.028));
        tracker.observe(EvaluationPoint.of(2, 200, 0, 3.5, 0.028));
        assertEquals(100, tracker.trend().bestStep(), "the same at six digits");
        tracker.observe(EvaluationPoint.of(2, 300, 0, 3.49999, 0.028));
        assertEquals(300, tracker.trend().bestStep());
    }

    @Test
    void smoothingDoesNotHideTheRawBest() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(EvaluationPoint.of(2, 100, 0, 4.0, 0.028));
        tracker.observe(EvaluationPoint.of(2, 200, 0, 3.0, 0.028));
        assertEquals(3.0, tracker.trend().bestMelCe().orElseThrow());
        assertEquals(3.5, tracker.trend().smoothedMelCe().orElseThrow());
    }

    @Test
    void refusesStepsThatGoBackAndOtherPhases() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(point(1));
        assertThrows(IllegalArgumentException.class, () -> tracker.observe(point(0)));
        EvaluationPoint other = EvaluationPoint.of(3, 9000, 0, 3, 0.02);
        assertThrows(IllegalArgumentException.class, () -> tracker.observe(other));
    }

    @Test
    void aBrokenStateIsRefusedInWords() {
        Map<String, Object> state = PhaseTracker.start(Shipped.RULES, 2).state();
        state.remove("bestTier");
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> PhaseTracker.resume(Shipped.RULES, state));
        assertTrue(error.getMessage().contains("bestTier"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> PhaseTracker.resume(Shipped.RULES, Map.of("version", 7)));
        assertThrows(IllegalArgumentException.class, () -> PhaseTracker.resume(Shipped.RULES, Map.of()));
    }
}
