package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.audit.Firing;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.audit.NearMiss;
import hangolo.rules.explain.Conditions;
import hangolo.rules.explain.Explanation;
import hangolo.rules.explain.Explanation.Silent;
import hangolo.rules.explain.Trial;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.judge.Counterfactual;
import hangolo.rules.judge.Decision;
import hangolo.rules.table.RuleBook;
import hangolo.rules.table.RuleFiles;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final Conditions CONDITIONS =
            new Conditions(new RuleBook(RuleFiles.shipped()).sources().values(), RuleFiles.shipped());

    private static Explanation explained(FinalFacts facts) {
        Decision decision = Shipped.RULES.decide(facts);
        return Shipped.RULES.explain(decision.fired(), decision.basis());
    }

    private static Explanation explained(Conclusion conclusion) {
        return Shipped.RULES.explain(conclusion.fired(), conclusion.basis());
    }

    private static String why(Explanation explanation, String rule) {
        Explanation one = explanation.of(rule);
        assertEquals(1, one.silent().size(), rule + " in " + explanation);
        return one.silent().get(0).text();
    }

    private static List<String> sentences(FinalFacts facts) {
        return Shipped.RULES.whatIf(facts).stream()
                .map(Counterfactual::sentence)
                .toList();
    }

    @Test
    void saysByHowMuchAConditionFailed() {
        Explanation decision = explained(FinalFacts.of(2.61, 0.028));
        assertEquals("Mel CE 2.61 is not below 2.5: 0.11 too high", why(decision, "matrix excellent"));
        assertEquals("Mel CE 2.61 is below 3: 0.39 too low", why(decision, "matrix marginal gain"));
        assertEquals(
                "Judged by is estimated, not listener; Quality 8.9 is below 9: 0.1 too low",
                why(decision, "matrix heard excellent"));
        assertEquals("Text CE 0.028 is not above 0.04: 0.012 too low", why(decision, "matrix text CE above limit"));
        assertEquals(
                "Mel CE fallen against phase 1 is unknown, but must be below 0",
                why(decision, "matrix not better than phase 1"));
        assertEquals(
                "Mel CE 2.5 is not below 2.5, it is exactly that",
                why(explained(FinalFacts.of(2.5, 0.028)), "matrix excellent"));
    }

    @Test
    void drlRulesAreReadConditionByCondition() {
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(EvaluationPoint.of(2, 1500, 0, 3.5, 0.028));
        tracker.observe(EvaluationPoint.of(2, 1600, 0, 3.51, 0.028));
        Explanation evaluation = explained(tracker.observe(EvaluationPoint.of(2, 1999, 0, 3.52, 0.0381)));
        assertEquals(List.of(), evaluation.unread(), "every shipped rule can be read");
        assertEquals(
                "Steps since best 499 is below 500: 1 too low",
                why(evaluation, "stop no improvement short of the target"));
        assertEquals("Text CE 0.0381 is not above 0.04: 0.0019 too low", why(evaluation, "stop text CE above limit"));
        assertEquals(
                "Text CE at start 0.028 is not above 0.04: 0.012 too low",
                why(evaluation, "stop text CE rising from a bad start"));
        assertEquals("Finite is true, not false", why(evaluation, "stop not finite"));
        assertEquals("Diverging is false, not true", why(evaluation, "stop diverging short of the target"));
        assertTrue(
                why(evaluation, "signal evaluation rises while training falls")
                        .startsWith("Change of Mel CE is unknown, but must be 1 % or more"),
                evaluation.toString());
    }

    @Test
    void ofSeveralSentencesTheNearestIsNamed() {
        AudioFacts a = AudioFacts.of("a").with(AudioMeasure.LEVEL_DB, -20);
        AudioFacts b = AudioFacts.of("b").with(AudioMeasure.LEVEL_DB, -20);
        PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
        tracker.observe(EvaluationPoint.of(2, 1, 0, 3, 0.02), List.of(a, b), MachineState.unknown());
        Conclusion conclusion = tracker.observe(
                EvaluationPoint.of(2, 2, 0, 2.9, 0.02),
                List.of(a, b.with(AudioMeasure.LEVEL_DB, -31)),
                MachineState.unknown());
        Silent quiet = explained(conclusion).of("audio too quiet").silent().get(0);
        assertEquals("b", quiet.about());
        assertEquals("Change of level -11 dB is not below -12 dB: 1 dB too high", quiet.text());
        assertTrue(tracker.nearest(conclusion).stream()
                .anyMatch(near ->
                        near.rule().equals("audio too quiet") && near.distance().getAsDouble() == 1));
    }

    @Test
    void whatFiredButWasOverruledIsNamed() {
        FinalFacts worse = FinalFacts.of(2.7, 0.028).with(PhaseHistory.ofPhase1(PhaseResult.of(2.6, 0.028)));
        Explanation.Lost lost = explained(worse).of("matrix improved").lost().get(0);
        assertEquals("matrix not better than phase 1", lost.by());
        assertEquals("Its rank 10 is below the 40 of", lost.text());
        assertEquals(
                "tier target: no samples",
                explained(FinalFacts.of(2.4, 0.028))
                        .of("tier minimum")
                        .lost()
                        .get(0)
                        .by());
    }

    private static void agree(List<Firing> fired, JudgedFacts basis) {
        Set<String> byEngine = new TreeSet<>();
        fired.forEach(firing -> byEngine.add(firing.rule()));
        Set<String> byConditions = new TreeSet<>();
        List<Trial> trials = CONDITIONS.check(basis);
        trials.stream()
                .filter(Trial::holds)
                .forEach(trial -> byConditions.add(trial.rule().name()));
        assertEquals(byEngine, byConditions);
        assertTrue(trials.size() > 30, "only " + trials.size() + " rules were tried");
    }

    @Test
    void conditionsAgreeWithTheEngineOnDecisions() {
        for (double mel : new double[] {1.9, 2.0, 2.45, 2.5, 2.7, 3.0, 3.2, 3.4, 3.5, 3.6, 5.1, Double.NaN}) {
            for (double text : new double[] {0.024, 0.025, 0.03, 0.04, 0.041}) {
                FinalFacts facts = FinalFacts.of(mel, text).with(PhaseHistory.ofPhase1(PhaseResult.of(3.507, 0.0281)));
                for (FinalFacts asked : List.of(facts, facts.heardAs(ListenerScores.overall(8.6)))) {
                    Decision decision = Shipped.RULES.decide(asked);
                    agree(decision.fired(), decision.basis());
                }
            }
        }
    }

    @Test
    void conditionsAgreeWithTheEngineOnEvaluations() {
        SplittableRandom random = new SplittableRandom(5);
        Set<String> fired = new TreeSet<>();
        for (int run = 0; run < 40; run++) {
            PhaseTracker tracker = PhaseTracker.start(Shipped.RULES, 2);
            double bias = random.nextDouble() - 0.4;
            for (int i = 0; i < 12; i++) {
                double mel = 2.2 + random.nextDouble() * 0.1 + i * bias * 0.2;
                EvaluationPoint point = EvaluationPoint.of(
                                2,
                                100L * i,
                                i,
                                random.nextInt(20) == 0 ? Double.NaN : mel,
                                0.02 + 0.025 * random.nextDouble())
                        .withTrainMelCe(2.5 - 0.03 * i);
                AudioFacts audio = AudioFacts.of("a")
                        .with(AudioMeasure.LEVEL_DB, -30 + 20 * random.nextDouble())
                        .with(AudioMeasure.SPEAKER_SIMILARITY, random.nextDouble())
                        .withStopTokenReached(random.nextBoolean());
                Conclusion conclusion = tracker.observe(point, List.of(audio), MachineState.unknown());
                agree(conclusion.fired(), conclusion.basis());
                conclusion.fired().forEach(firing -> fired.add(firing.rule()));
            }
        }
        assertTrue(
                fired.contains("stop diverging after the target") && fired.contains("stop audio degraded"),
                fired.toString());
    }

    @Test
    void nearMissesAreBoundedAndNearestFirst() {
        List<NearMiss> near = Shipped.RULES.nearest(
                Shipped.RULES.decide(FinalFacts.of(2.51, 0.028)).basis());
        assertTrue(near.size() <= 12, near.toString());
        NearMiss first = near.get(0);
        assertEquals("tier target: no samples", first.rule());
        assertEquals("tiers.csv", first.file());
        assertEquals("melCe", first.fact());
        assertEquals("< 2.5", first.needed());
        assertEquals(2.51, first.found().orElseThrow());
        assertEquals(OptionalDouble.of(0.01), first.distance());
        assertTrue(near.stream().anyMatch(miss -> miss.rule().equals("matrix excellent")), near.toString());
    }

    @Test
    void theSmallestChangesAreFoundByAsking() {
        List<String> changes = sentences(FinalFacts.of(2.61, 0.028).withSamples(List.of(), List.of()));
        assertEquals(
                List.of(
                        "With Mel CE below 2.5 instead of 2.61: phase 2 (excellent), tier minimum.",
                        "With Mel CE from 3 to below 3.5 instead of 2.61: phase 1 (marginal gain), tier none.",
                        "With Text CE from 0.03 to 0.04 instead of 0.028: phase 2 (improved), tier none.",
                        "With Text CE above 0.04 instead of 0.028: phase 1 (no improvement), tier none.",
                        "With a listener's score below 8.5: phase 1 (no improvement), tier minimum.",
                        "With a listener's score from 8.5 to below 8.7: phase 1 (marginal gain), tier minimum.",
                        "With a listener's score 9 or more: phase 2 (excellent), tier minimum."),
                changes);
        List<String> good = sentences(FinalFacts.of(2.41, 0.028));
        assertTrue(
                good.contains("With Mel CE from 2.5 to below 3 instead of 2.41: phase 2 (improved), tier minimum."),
                good.toString());
        List<String> heard = sentences(FinalFacts.of(2.41, 0.028).heardAs(ListenerScores.overall(8.9)));
        assertTrue(
                heard.contains("With a listener's score 9 or more instead of 8.9: phase 2 (excellent), tier target."),
                heard.toString());
    }

    @Test
    void aSecondLimitCountsToo() {
        List<String> changes =
                sentences(FinalFacts.of(2.7, 0.028).with(PhaseHistory.ofPhase1(PhaseResult.of(2.65, 0.028))));
        assertTrue(
                changes.contains("With Mel CE from 2.5 to 2.65 instead of 2.7: phase 2 (improved), tier minimum."),
                changes.toString());
    }
}
