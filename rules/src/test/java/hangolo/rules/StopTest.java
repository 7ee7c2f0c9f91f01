package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.judge.Action;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.word.Tier;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTest {
    private final PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);

    private Conclusion at(long step, double melCe, double textCe) {
        return tracker.observe(EvaluationPoint.of(2, step, 0, melCe, textCe));
    }

    private Conclusion at(long step, double melCe, double textCe, double train) {
        return tracker.observe(EvaluationPoint.of(2, step, 0, melCe, textCe).withTrainMelCe(train));
    }

    private static void assertStops(String rule, String word, Conclusion conclusion) {
        assertEquals(rule, conclusion.action().rule(), conclusion.actions().toString());
        assertEquals(word, conclusion.action().word());
        assertTrue(conclusion.action().stops());
    }

    private static void assertGoesOn(Conclusion conclusion) {
        assertFalse(conclusion.action().stops(), conclusion.actions().toString());
        assertTrue(conclusion.actions().stream().noneMatch(Action::stops));
    }

    @ParameterizedTest
    @CsvSource({"0.0399, false", "0.04, false", "0.0401, true", "0.0400001, true"})
    void textCeAboveItsLimit(double textCe, boolean stops) {
        assertGoesOn(at(1500, 3.511, 0.0280));
        Conclusion conclusion = at(1600, 3.4, textCe);
        assertEquals(stops, conclusion.action().stops());
        if (stops) {
            assertStops("stop text CE above limit", "stop-failure", conclusion);
        }
    }

    @Test
    void textCeOfThirtyTwoBitsExactlyAtTheLimitGoesOn() {
        assertGoesOn(at(1500, 3.511, 0.0280));
        assertGoesOn(at(1600, 3.4, 0.04f));
    }

    @Test
    void textCeThatStartsAboveTheLimitMustRiseFurther() {
        Conclusion first = at(100, 3.5, 0.05);
        assertGoesOn(first);
        assertTrue(first.actions().stream().anyMatch(a -> a.rule().equals("training text starts above limit")));
        assertGoesOn(at(200, 3.4, 0.055));
        assertStops("stop text CE rising from a bad start", "stop-failure", at(300, 3.3, 0.0551));
    }

    @Test
    void textCeIsComparedWithTheEndOfThePhaseBeforeIfKnown() {
        PhaseTracker second = PhaseTracker.start(Shipped.RULES, 2, PhaseResult.of(3.511, 0.0280));
        Conclusion conclusion = second.observe(EvaluationPoint.of(2, 1600, 0, 3.4, 0.045));
        assertStops("stop text CE above limit", "stop-failure", conclusion);
    }

    @Test
    void rawTextCeHasNoLimit() {
        assertGoesOn(tracker.observe(EvaluationPoint.of(2, 1500, 0, 3.5, 0.028).withTextCeRaw(2.8)));
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0.02", "3.4, NaN", "Infinity, 0.02", "3.4, -Infinity"})
    void lossesThatAreNotFinite(double melCe, double textCe) {
        assertGoesOn(at(1500, 3.511, 0.0280));
        Conclusion conclusion = at(1600, melCe, textCe);
        assertStops("stop not finite", "stop-failure", conclusion);
        assertEquals(Tier.NONE, conclusion.tier());
    }

    @Test
    void trainingLossThatIsNotFinite() {
        assertStops("stop not finite", "stop-failure", at(1500, 3.5, 0.028, Double.NaN));
    }

    @Test
    void missingLossesGoOn() {
        OptionalDouble none = OptionalDouble.empty();
        assertGoesOn(tracker.observe(new EvaluationPoint(2, 0, 0, none, none, none, none)));
        assertGoesOn(tracker.observe(new EvaluationPoint(2, 900, 0, none, none, none, none)));
    }

    @Test
    void noImprovementFor500Steps() {
        at(1500, 3.511, 0.0280);
        at(1600, 3.507, 0.0281);
        for (long step = 1700; step < 2100; step += 100) {
            assertGoesOn(at(step, 3.51, 0.0281));
        }
        assertStops("stop no improvement short of the target", "stop-failure", at(2100, 3.51, 0.0281));
    }

    @Test
    void fourHundredNinetyNineStepsAreNotEnough() {
        at(1000, 3.5, 0.028);
        assertGoesOn(at(1250, 3.51, 0.028));
        assertGoesOn(at(1499, 3.51, 0.028));
        assertStops("stop no improvement short of the target", "stop-failure", at(1500, 3.51, 0.028));
    }

    @Test
    void oneEvaluationWithoutImprovementIsNotEnough() {
        at(1000, 3.5, 0.028);
        assertGoesOn(at(2000, 3.51, 0.028));
        assertStops("stop no improvement short of the target", "stop-failure", at(2001, 3.51, 0.028));
    }

    @Test
    void anEqualMelCeIsNoImprovement() {
        at(1000, 3.5, 0.028);
        at(1250, 3.5, 0.028);
        assertEquals(250, tracker.trend().stepsSinceBest());
        assertEquals(1000, tracker.trend().bestStep());
    }

    @Test
    void theOwnersPhase1PlateausAfterStep1339() {
        PhaseTracker phase1 = PhaseTracker.start(Shipped.RULES, 1);
        double[][] log = {{0, 5.046}, {300, 4.6}, {600, 4.1}, {900, 3.8}, {1200, 3.55}, {1339, 3.507}, {1500, 3.511}};
        for (double[] line : log) {
            assertGoesOn(phase1.observe(EvaluationPoint.of(1, (long) line[0], 0, line[1], 0.0281)));
        }
        assertGoesOn(phase1.observe(EvaluationPoint.of(1, 1838, 0, 3.512, 0.0281)));
        Conclusion conclusion = phase1.observe(EvaluationPoint.of(1, 1839, 0, 3.512, 0.0281));
        assertStops("stop no improvement short of the target", "stop-failure", conclusion);
        assertTrue(
                conclusion.action().text().contains("best 3.507 at step 1339"),
                conclusion.action().text());
    }

    @Test
    void targetReachedAndNoFurtherImprovementIsASuccess() {
        at(1500, 3.511, 0.0280);
        assertEquals(Tier.TARGET, at(2000, 2.45, 0.0280).bestTier());
        assertGoesOn(at(2250, 2.46, 0.0280));
        assertGoesOn(at(2499, 2.6, 0.0280));
        assertStops("stop target reached and no further improvement", "stop-success", at(2500, 2.6, 0.0280));
    }

    @Test
    void exceptionalWaitsLess() {
        at(1500, 3.511, 0.0240);
        assertGoesOn(at(2000, 1.95, 0.0240));
        assertGoesOn(at(2100, 1.96, 0.0240));
        assertGoesOn(at(2199, 1.96, 0.0240));
        assertStops("stop exceptional and no further improvement", "stop-success", at(2200, 1.96, 0.0240));
    }

    @Test
    void exceptionalGoesOnWhileItImproves() {
        at(1500, 3.511, 0.0240);
        for (int i = 0; i < 10; i++) {
            assertGoesOn(at(1600 + 100L * i, 1.9 - 0.01 * i, 0.0240));
        }
    }

    @Test
    void evaluationRisesWhileTrainingFalls() {
        at(100, 3.500, 0.028, 3.4);
        assertGoesOn(at(200, 3.515, 0.028, 3.3));
        assertGoesOn(at(300, 3.535, 0.028, 3.2));
        Conclusion conclusion = at(400, 3.56, 0.028, 3.1);
        assertTrue(conclusion.diverging());
        assertStops("stop diverging short of the target", "stop-failure", conclusion);
        assertEquals(Tier.NONE, conclusion.tier());
    }

    @Test
    void divergingAfterTheTargetIsASuccess() {
        at(100, 2.400, 0.028, 2.4);
        at(200, 2.415, 0.028, 2.3);
        at(300, 2.435, 0.028, 2.2);
        assertStops("stop diverging after the target", "stop-success", at(400, 2.46, 0.028, 2.1));
    }

    @Test
    void bothRisingIsNotDiverging() {
        at(100, 3.500, 0.028, 3.1);
        at(200, 3.515, 0.028, 3.2);
        at(300, 3.535, 0.028, 3.3);
        Conclusion conclusion = at(400, 3.56, 0.028, 3.4);
        assertFalse(conclusion.diverging());
        assertGoesOn(conclusion);
    }

    @ParameterizedTest
    @CsvSource({
        // across a straight line of four points the change is exactly last minus first over the mean
        "3.480, 3.5152, 3.30, 3.20, true",
        "3.480, 3.5147, 3.30, 3.20, false",
        "3.400, 3.5000, 3.30, 3.2830, true",
        "3.400, 3.5000, 3.30, 3.2840, false"
    })
    void theRiseAndTheFallHaveLimits(double from, double to, double trainFrom, double trainTo, boolean diverging) {
        Conclusion last = null;
        for (int i = 0; i < 4; i++) {
            double share = i / 3.0;
            last = at(100L * i, from + share * (to - from), 0.028, trainFrom + share * (trainTo - trainFrom));
        }
        assertEquals(diverging, last.diverging(), tracker.trend().toString());
    }

    @ParameterizedTest
    @CsvSource({"66, false", "67, true"})
    void aRiseWithin200StepsOfTheBestIsNoise(long every, boolean diverging) {
        Conclusion last = null;
        for (int i = 0; i < 4; i++) {
            last = at(every * i, 3.5 + 0.1 * i, 0.028, 3.3 - 0.1 * i);
        }
        assertEquals(diverging, last.diverging(), "the best is " + 3 * every + " steps behind");
    }

    @Test
    void anUnknownTrainingLossNeverDiverges() {
        for (int i = 0; i < 4; i++) {
            assertFalse(at(100L * i, 3.5 + 0.1 * i, 0.028).diverging());
        }
    }

    private static AudioFacts audio(String sentence, double secondsPerCharacter) {
        return AudioFacts.of(sentence).with(AudioMeasure.SECONDS_PER_CHARACTER, secondsPerCharacter);
    }

    private Conclusion heard(long step, double first, double second, double third) {
        return tracker.observe(
                EvaluationPoint.of(2, step, 0, 3.5 - step / 10000.0, 0.028),
                List.of(audio("one", first), audio("two", second), audio("three", third)),
                MachineState.unknown());
    }

    @Test
    void degradedAudioStopsAtTheSecondCheckInARow() {
        heard(100, 0.1, 0.1, 0.1);
        Conclusion first = heard(200, 0.15, 0.15, 0.1);
        assertGoesOn(first);
        assertEquals(1, first.degradedChecks());
        assertEquals(2, first.symptoms().size(), first.symptoms().toString());
        assertStops("stop audio degraded", "stop-failure", heard(300, 0.15, 0.15, 0.1));
    }

    @Test
    void aGoodCheckBetweenStartsTheCountAnew() {
        heard(100, 0.1, 0.1, 0.1);
        heard(200, 0.15, 0.15, 0.1);
        assertEquals(0, heard(300, 0.15, 0.1, 0.1).degradedChecks(), "one of three is below half");
        assertGoesOn(heard(400, 0.15, 0.15, 0.1));
    }

    @Test
    void aCheckWithoutSamplesNeitherCountsNorClears() {
        heard(100, 0.1, 0.1, 0.1);
        heard(200, 0.15, 0.15, 0.1);
        assertGoesOn(at(300, 3.4, 0.028));
        assertStops("stop audio degraded", "stop-failure", heard(400, 0.15, 0.15, 0.1));
    }

    @Test
    void degradedAudioKeepsTheTargetFromCounting() {
        heard(100, 0.1, 0.1, 0.1);
        Conclusion conclusion = tracker.observe(
                EvaluationPoint.of(2, 200, 0, 2.3, 0.02), List.of(audio("one", 0.3)), MachineState.unknown());
        assertEquals(Tier.NONE, conclusion.bestTier());
    }

    @Test
    void theGraverActionWins() {
        at(100, 2.400, 0.028, 2.4);
        at(200, 2.415, 0.028, 2.3);
        at(300, 2.435, 0.028, 2.2);
        Conclusion conclusion = at(400, 2.46, 0.041, 2.1);
        assertStops("stop text CE above limit", "stop-failure", conclusion);
        assertEquals(2, conclusion.actions().stream().filter(Action::stops).count());
    }
}
