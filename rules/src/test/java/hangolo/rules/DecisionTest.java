package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.facts.Trend;
import hangolo.rules.judge.Decision;
import hangolo.rules.word.Tier;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static Decision decide(FinalFacts facts) {
        return Shipped.RULES.decide(facts);
    }

    private static String first(Decision decision) {
        return decision.reasons().get(0).rule();
    }

    @ParameterizedTest
    @CsvSource({
        "1.99, phase2, excellent, success",
        "2.29, phase2, excellent, success",
        "2.3, phase2, excellent, success",
        "2.49, phase2, excellent, success",
        "2.5, phase2, improved, success",
        "2.51, phase2, improved, success",
        "2.79, phase2, improved, success",
        "2.8, phase2, improved, success",
        "2.99, phase2, improved, success",
        "3.0, phase1, marginal gain, marginal",
        "3.01, phase1, marginal gain, marginal",
        "3.3, phase1, marginal gain, marginal",
        "3.49, phase1, marginal gain, marginal",
        "3.5, phase1, no improvement, no-improvement",
        "3.51, phase1, no improvement, no-improvement",
        "3.507, phase1, no improvement, no-improvement",
        "5.046, phase1, no improvement, no-improvement",
        "NaN, phase1, no improvement, no-improvement"
    })
    void followsTheMatrixByMelCe(double melCe, String recommendation, String label, String scenario) {
        Decision decision = decide(FinalFacts.of(melCe, 0.028));
        assertEquals(recommendation, decision.recommendation().word());
        assertEquals(label, decision.label().word());
        assertEquals(scenario, decision.scenario().word());
        assertEquals("estimated", decision.qualitySource().word());
    }

    @ParameterizedTest
    @CsvSource({
        // exactly at and on both sides of the limits, whatever Mel CE says
        "9.0, phase2, excellent, success",
        "8.9, phase2, improved, success",
        "8.7, phase2, improved, success",
        "8.6, phase1, marginal gain, marginal",
        "8.5, phase1, marginal gain, marginal",
        "8.4, phase1, no improvement, no-improvement",
        "0, phase1, no improvement, no-improvement",
        // between the printed ranges: rounded to one decimal first
        "8.95, phase2, excellent, success",
        "8.94, phase2, improved, success",
        "8.65, phase2, improved, success",
        "8.64, phase1, marginal gain, marginal",
        "8.45, phase1, marginal gain, marginal"
    })
    void aListenerCountsMoreThanLoss(double heard, String recommendation, String label, String scenario) {
        for (double melCe : new double[] {2.4, 2.7, 3.4, 3.6, Double.NaN}) {
            Decision decision = decide(FinalFacts.of(melCe, 0.028).heardAs(ListenerScores.overall(heard)));
            assertEquals(recommendation, decision.recommendation().word(), "Mel CE " + melCe);
            assertEquals(label, decision.label().word());
            assertEquals(scenario, decision.scenario().word());
            assertEquals("listener", decision.qualitySource().word());
        }
    }

    @Test
    void saysWhereListenerAndLossDisagree() {
        Decision worse = decide(FinalFacts.of(2.4, 0.028).heardAs(ListenerScores.overall(8.0)));
        assertEquals("matrix heard no improvement", first(worse));
        assertTrue(worse.reasons().stream().anyMatch(r -> r.rule().equals("note listener below loss")));
        Decision better = decide(FinalFacts.of(3.4, 0.028).heardAs(ListenerScores.overall(9.2)));
        assertEquals("matrix heard excellent", first(better));
        assertTrue(better.reasons().stream().anyMatch(r -> r.rule().equals("note listener above loss")));
        assertEquals(Tier.NONE, better.tier(), "the tier stays what the losses allow");
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 9.5",
        "2.0, 9.5",
        "2.25, 9.3",
        "2.5, 9.0",
        "3.0, 8.8",
        "3.5, 8.5",
        "3.507, 8.5",
        "4.2765, 8.0",
        "5.046, 7.5",
        "7.0, 6.2",
        "100, 1.0"
    })
    void estimatesQualityFromMelCe(double melCe, double quality) {
        assertEquals(
                OptionalDouble.of(quality), decide(FinalFacts.of(melCe, 0.028)).quality());
    }

    @Test
    void knowsNoQualityWithoutMelCeAndScores() {
        Decision decision = decide(FinalFacts.of(OptionalDouble.empty(), OptionalDouble.empty()));
        assertTrue(decision.quality().isEmpty());
        assertEquals("matrix nothing known", first(decision));
        assertFalse(decision.toMap().containsKey("quality"));
    }

    @Test
    void takesTheBetterSoundingPhaseIfBothWereHeard() {
        PhaseResult heard = PhaseResult.of(3.507, 0.0281).heardAs(ListenerScores.overall(8.0));
        FinalFacts facts = FinalFacts.of(3.1, 0.028).with(PhaseHistory.ofPhase1(heard));
        assertEquals(
                "phase2",
                decide(facts.heardAs(ListenerScores.overall(8.3)))
                        .recommendation()
                        .word(),
                "0.3 better");
        assertEquals(
                "phase1",
                decide(facts.heardAs(ListenerScores.overall(8.2)))
                        .recommendation()
                        .word(),
                "0.2 better");
        PhaseResult better = PhaseResult.of(3.507, 0.0281).heardAs(ListenerScores.overall(9.3));
        FinalFacts second = FinalFacts.of(2.3, 0.02).with(PhaseHistory.ofPhase1(better));
        assertEquals(
                "phase1",
                decide(second.heardAs(ListenerScores.overall(9.2)))
                        .recommendation()
                        .word());
        assertEquals(
                "phase2",
                decide(second.heardAs(ListenerScores.overall(9.3)))
                        .recommendation()
                        .word(),
                "equal");
    }

    @Test
    void keepsPhase1IfItsLossWasLower() {
        FinalFacts facts = FinalFacts.of(2.7, 0.028);
        assertEquals(
                "phase1",
                decide(facts.with(PhaseHistory.ofPhase1(PhaseResult.of(2.6, 0.028))))
                        .recommendation()
                        .word());
        assertEquals(
                "phase2",
                decide(facts.with(PhaseHistory.ofPhase1(PhaseResult.of(2.7, 0.028))))
                        .recommendation()
                        .word());
    }

    @ParameterizedTest
    @CsvSource({"0.0299, phase2", "0.03, phase2", "0.04, phase2", "0.0401, phase1"})
    void refusesAModelThatLostTheText(double textCe, String recommendation) {
        Decision decision = decide(FinalFacts.of(2.4, textCe));
        assertEquals(recommendation, decision.recommendation().word());
        boolean noted = decision.reasons().stream().anyMatch(r -> r.rule().equals("note text above goal"));
        assertEquals(textCe >= 0.03, noted);
    }

    @Test
    void refusesDegradedAudioUntilSomebodyListened() {
        List<AudioFacts> start = List.of(AudioFacts.of("a").with(AudioMeasure.SECONDS_PER_CHARACTER, 0.07));
        List<AudioFacts> now = List.of(AudioFacts.of("a").with(AudioMeasure.SECONDS_PER_CHARACTER, 0.2));
        Decision decision = decide(FinalFacts.of(2.4, 0.028).withSamples(now, start));
        assertEquals("phase1", decision.recommendation().word());
        assertEquals("matrix audio degraded", first(decision));
        assertTrue(decision.nextSteps().get(0).startsWith("Listen to the test sentences"));
        Decision heard =
                decide(FinalFacts.of(2.4, 0.028).withSamples(now, start).heardAs(ListenerScores.overall(9.1)));
        assertEquals("phase2", heard.recommendation().word());
        assertEquals(
                "no improvement",
                decide(FinalFacts.of(3.6, 0.028).withSamples(now, start))
                        .label()
                        .word());
    }

    /** A trend of four evaluations, 100 steps apart. */
    private static Trend trend(int phase, double... melCe) {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, phase);
        for (int i = 0; i < melCe.length; i++) {
            tracker.observe(EvaluationPoint.of(phase, 100L * (i + 1), 0, melCe[i], 0.028));
        }
        return tracker.trend();
    }

    @ParameterizedTest
    @CsvSource({
        "2.49, phase2, excellent",
        "2.5, phase3, improved",
        "2.99, phase3, improved",
        "3.0, phase3, marginal gain",
        "3.49, phase3, marginal gain",
        "3.5, phase3, no improvement",
        "4.0, phase3, no improvement"
    })
    void goesOnToPhase3WhileItStillImproves(double melCe, String recommendation, String label) {
        Trend falling = trend(2, melCe + 0.3, melCe + 0.2, melCe + 0.1, melCe);
        Decision decision = decide(FinalFacts.of(melCe, 0.028).after(2, falling, true));
        assertEquals(recommendation, decision.recommendation().word());
        assertEquals(label, decision.label().word());
    }

    @Test
    void doesNotGoOnWhenItNoLongerImproves() {
        FinalFacts facts = FinalFacts.of(2.7, 0.028);
        assertEquals(
                "phase2",
                decide(facts.after(2, trend(2, 2.703, 2.702, 2.701, 2.7), true))
                        .recommendation()
                        .word());
        Trend behind = trend(2, 3.4, 2.7, 2.71, 2.72);
        assertEquals(2, behind.evaluationsSinceBest());
        assertEquals(
                "phase2", decide(facts.after(2, behind, true)).recommendation().word());
        Trend fresh = trend(2, 3.4, 3.0, 2.7, 2.72);
        assertEquals(
                "phase3", decide(facts.after(2, fresh, true)).recommendation().word());
    }

    @Test
    void nextStepsAndAlternativesFollowTheOwnersPage() {
        Decision excellent = decide(FinalFacts.of(2.4, 0.028));
        assertEquals(
                List.of(
                        "Produce the full set of test samples.",
                        "Regenerate all content with phase 2.",
                        "Deploy phase 2.",
                        "Archive phase 1."),
                excellent.nextSteps());
        assertEquals(List.of(), excellent.alternatives());
        Decision marginal = decide(FinalFacts.of(3.2, 0.028));
        assertEquals(
                List.of(
                        "Compare phase 1 and phase 2 by ear.",
                        "Take the better sounding one.",
                        "Consider more training data."),
                marginal.nextSteps());
        assertEquals(marginal.nextSteps(), decide(FinalFacts.of(2.5, 0.028)).nextSteps());
        assertTrue(marginal.alternatives().contains("Accept 8.5/10: keep phase 1 as it is."));
        Decision none = decide(FinalFacts.of(3.5, 0.028));
        assertEquals("Keep phase 1.", none.nextSteps().get(0));
        assertTrue(none.nextSteps().get(2).contains("500 samples or more"));
    }

    @Test
    void namesFileRowAndHashOfEveryRule() {
        Decision decision = decide(FinalFacts.of(2.4, 0.028));
        decision.fired().forEach(firing -> {
            assertTrue(firing.row() > 0, firing.toString());
            assertTrue(firing.hash().matches("[0-9a-f]{12}"), firing.toString());
        });
        assertTrue(decision.fired().stream()
                .anyMatch(f -> f.rule().equals("matrix excellent")
                        && f.file().equals("matrix.csv")
                        && f.facts().get("melCe").equals(2.4)));
    }
}
