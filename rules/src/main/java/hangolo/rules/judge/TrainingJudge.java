package hangolo.rules.judge;

import hangolo.rules.drools.Finding;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.facts.EvaluationContext;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.facts.Trend;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.view.BestModelFacts;
import hangolo.rules.view.Candidate;
import hangolo.rules.view.EvaluationFacts;
import hangolo.rules.word.ActionKind;
import hangolo.rules.word.Evidence;
import hangolo.rules.word.Signal;
import hangolo.rules.word.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks the rules about an evaluation, stage by stage: limits, audio symptoms, warnings and signals, the tier, and last what
 * depends on the tier of the best model. It holds no thresholds.
 */
public final class TrainingJudge {
    private final RuleSession session;
    private final EvaluationContext context;
    private final String ruleHash;
    private final EvaluationPoint point;
    private final Trend trend;
    private final List<Action> actions = new ArrayList<>();

    /** Asks the rules of a session, whose rule base has this version. */
    public TrainingJudge(RuleSession session, EvaluationContext context, String ruleHash) {
        this.session = session;
        this.context = context;
        this.ruleHash = ruleHash;
        this.point = context.point();
        this.trend = context.trend();
    }

    /** The conclusion. */
    public Conclusion judge() {
        session.limitsFor(point.phase());
        AudioAssessment audio = AudioAssessment.of(session, context.audio(), context.startAudio());
        int degradedChecks = degradedChecks(audio);
        EvaluationFacts evaluation = evaluation(audio, degradedChecks);
        List<Finding> found = session.fire(List.of(evaluation));
        collect(found);
        boolean diverging = found.stream()
                .anyMatch(finding -> finding.word("signal", Signal.class).equals(Optional.of(Signal.DIVERGING)));
        Candidate candidate = Candidate.of(
                evaluation.melCe(),
                evaluation.textCe(),
                audio.evidence(Evidence.NO_SAMPLES).word(),
                null,
                !diverging && evaluation.finite());
        Tier tier = Verdicts.tier(session.fire(List.of(candidate)));
        Tier bestTier = trend.evaluationsSinceBest() == 0 ? tier : context.bestTier();
        collect(session.fire(List.of(bestModel(evaluation, bestTier, diverging))));
        actions.sort(Comparator.comparing(Action::kind).reversed());
        return new Conclusion(
                actions.isEmpty()
                        ? new Action(ActionKind.CONTINUE, "", "No rule asks for anything.", OptionalDouble.empty())
                        : actions.get(0),
                actions,
                tier,
                bestTier,
                diverging,
                degradedChecks,
                audio.symptoms(),
                session.firings(),
                session.basis(context.audio()),
                facts(evaluation, candidate, bestTier),
                ruleHash);
    }

    /** Evaluations without samples neither add to the count nor end it. */
    private int degradedChecks(AudioAssessment audio) {
        if (audio.sentences() == 0) {
            return context.degradedChecks();
        }
        return audio.degraded() ? context.degradedChecks() + 1 : 0;
    }

    private EvaluationFacts evaluation(AudioAssessment audio, int degradedChecks) {
        Double melCe = SignificantDigits.comparable(point.melCe());
        return new EvaluationFacts(
                point.phase(),
                point.step(),
                point.epoch(),
                point.finite(),
                melCe,
                SignificantDigits.comparable(point.textCeWeighted()),
                SignificantDigits.comparable(point.textCeRaw()),
                SignificantDigits.comparable(point.trainMelCe()),
                SignificantDigits.comparable(trend.startMelCe()),
                SignificantDigits.comparable(trend.startTextCe()),
                SignificantDigits.comparable(trend.bestMelCe()),
                trend.bestStep(),
                trend.stepsSinceBest(),
                trend.evaluationsSinceBest(),
                trend.evaluations(),
                above(melCe, trend.bestMelCe()),
                above(melCe, trend.startMelCe()),
                SignificantDigits.comparable(trend.smoothedMelCe()),
                trend.smoothedRising(),
                SignificantDigits.comparable(trend.evalChange()),
                SignificantDigits.comparable(trend.trainChange()),
                audio.sentences(),
                audio.degradedSentences(),
                SignificantDigits.rounded(audio.share()),
                degradedChecks,
                SignificantDigits.comparable(context.machine().gpuUsePercent()),
                Verdicts.diskSpare(session, context.machine()));
    }

    private BestModelFacts bestModel(EvaluationFacts evaluation, Tier bestTier, boolean diverging) {
        return new BestModelFacts(
                evaluation.step(),
                evaluation.melCe(),
                evaluation.trainMelCe(),
                evaluation.bestMelCe(),
                evaluation.bestStep(),
                evaluation.stepsSinceBest(),
                evaluation.evaluationsSinceBest(),
                bestTier.word(),
                bestTier.ordinal(),
                diverging,
                evaluation.evalChange(),
                evaluation.trainChange());
    }

    private static Double above(Double value, OptionalDouble reference) {
        Double from = SignificantDigits.comparable(reference);
        return value == null || from == null || from <= 0 ? null : SignificantDigits.rounded(value / from - 1);
    }

    private Map<String, Object> facts(EvaluationFacts evaluation, Candidate candidate, Tier bestTier) {
        Map<String, Object> facts = new LinkedHashMap<>(session.facts(evaluation));
        facts.put("evidence", candidate.evidence());
        facts.put("tracksTraining", candidate.tracksTraining());
        facts.put("bestTier", bestTier.word());
        keepNonFinite(facts, "melCe", point.melCe());
        keepNonFinite(facts, "textCe", point.textCeWeighted());
        keepNonFinite(facts, "textCeRaw", point.textCeRaw());
        keepNonFinite(facts, "trainMelCe", point.trainMelCe());
        return facts;
    }

    private static void keepNonFinite(Map<String, Object> facts, String name, OptionalDouble value) {
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            facts.put(name, Double.toString(value.getAsDouble()));
        }
    }

    private void collect(List<Finding> findings) {
        for (Finding finding : findings) {
            finding.word("action", ActionKind.class).ifPresent(kind -> actions.add(action(kind, finding)));
        }
    }

    private static Action action(ActionKind kind, Finding finding) {
        OptionalDouble factor = kind == ActionKind.CUT_LEARNING_RATE ? factor(finding) : OptionalDouble.empty();
        return new Action(kind, finding.firing().rule(), finding.firing().text(), factor);
    }

    private static OptionalDouble factor(Finding finding) {
        OptionalDouble factor = finding.number("factor");
        if (factor.isEmpty() || !(factor.getAsDouble() > 0 && factor.getAsDouble() < 1)) {
            throw new RuleBaseException(finding.firing().file() + " row "
                    + finding.firing().row()
                    + ": cutting the learning rate needs a factor above 0 and below 1.");
        }
        return factor;
    }
}
