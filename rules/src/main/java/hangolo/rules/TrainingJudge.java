package hangolo.rules;

import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.drools.Finding;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.facts.Trend;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.view.BestModelFacts;
import hangolo.rules.view.Candidate;
import hangolo.rules.view.EvaluationFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Asks the rules about an evaluation, stage by stage: limits, audio symptoms, warnings and signals, the tier, and last what
 * depends on the tier of the best model. It holds no thresholds.
 */
final class TrainingJudge {
    private final RuleSession session;
    private final EvaluationContext situation;
    private final String ruleHash;
    private final EvaluationPoint point;
    private final Trend trend;
    private final List<Action> actions = new ArrayList<>();

    TrainingJudge(RuleSession session, EvaluationContext situation, String ruleHash) {
        this.session = session;
        this.situation = situation;
        this.ruleHash = ruleHash;
        this.point = situation.point();
        this.trend = situation.trend();
    }

    Conclusion judge() {
        session.limitsFor(point.phase());
        AudioAssessment listening = AudioAssessment.to(session, situation.audio(), situation.startAudio());
        int degradedChecks = degradedChecks(listening);
        EvaluationFacts progress = progress(listening, degradedChecks);
        List<Finding> found = session.fire(List.of(progress));
        collect(found);
        boolean diverging = found.stream()
                .anyMatch(finding -> finding.text("signal").orElse("").equals("diverging"));
        Candidate candidate = Candidate.of(
                progress.melCe(), progress.textCe(), evidence(listening), null, !diverging && progress.finite());
        Tier tier = Verdicts.tier(session.fire(List.of(candidate)));
        Tier bestTier = trend.evaluationsSinceBest() == 0 ? tier : situation.bestTier();
        collect(session.fire(List.of(standing(progress, bestTier, diverging))));
        actions.sort(Comparator.comparingInt(Action::weight).reversed());
        JudgedFacts basis = session.basis(situation.audio());
        return new Conclusion(
                actions.isEmpty() ? new Action.Continue("", "No rule asks for anything.") : actions.get(0),
                actions,
                tier,
                bestTier,
                diverging,
                degradedChecks,
                listening.symptoms(),
                session.firings(),
                basis,
                facts(progress, candidate, bestTier),
                ruleHash);
    }

    /** Evaluations without samples neither add to the count nor end it. */
    private int degradedChecks(AudioAssessment listening) {
        if (listening.sentences() == 0) {
            return situation.degradedChecks();
        }
        return listening.degraded() ? situation.degradedChecks() + 1 : 0;
    }

    private static String evidence(AudioAssessment listening) {
        if (listening.sentences() == 0) {
            return "no samples";
        }
        return listening.degraded() ? "audio degraded" : "audio fine";
    }

    private EvaluationFacts progress(AudioAssessment listening, int degradedChecks) {
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
                listening.sentences(),
                listening.degradedSentences(),
                SignificantDigits.rounded(listening.share()),
                degradedChecks,
                SignificantDigits.comparable(situation.machine().gpuUsePercent()),
                Verdicts.diskSpare(session, situation.machine()));
    }

    private BestModelFacts standing(EvaluationFacts progress, Tier bestTier, boolean diverging) {
        return new BestModelFacts(
                progress.step(),
                progress.melCe(),
                progress.trainMelCe(),
                progress.bestMelCe(),
                progress.bestStep(),
                progress.stepsSinceBest(),
                progress.evaluationsSinceBest(),
                bestTier.word(),
                bestTier.ordinal(),
                diverging,
                progress.evalChange(),
                progress.trainChange());
    }

    private static Double above(Double value, OptionalDouble reference) {
        Double from = SignificantDigits.comparable(reference);
        return value == null || from == null || from <= 0 ? null : SignificantDigits.rounded(value / from - 1);
    }

    private Map<String, Object> facts(EvaluationFacts progress, Candidate candidate, Tier bestTier) {
        Map<String, Object> facts = new LinkedHashMap<>(session.facts(progress));
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
            finding.text("action").ifPresent(word -> actions.add(action(word, finding)));
        }
    }

    private static Action action(String word, Finding finding) {
        String rule = finding.firing().rule();
        String text = finding.firing().text();
        return switch (word) {
            case "continue" -> new Action.Continue(rule, text);
            case "warn" -> new Action.Warn(rule, text);
            case "save" -> new Action.Save(rule, text);
            case "cut-learning-rate" -> new Action.CutLearningRate(rule, text, factor(finding));
            case "roll-back" -> new Action.RollBack(rule, text);
            case "ask" -> new Action.AskPerson(rule, text);
            case "next-phase" -> new Action.NextPhase(rule, text);
            case "stop-success" -> new Action.StopSuccess(rule, text);
            case "stop-failure" -> new Action.StopFailure(rule, text);
            default ->
                throw new RuleBaseException(
                        finding.firing().file() + " row " + finding.firing().row() + ": '" + word + "' is no action.");
        };
    }

    private static double factor(Finding finding) {
        double factor = finding.number("factor").orElse(Double.NaN);
        if (!(factor > 0 && factor < 1)) {
            throw new RuleBaseException(finding.firing().file() + " row "
                    + finding.firing().row()
                    + ": cutting the learning rate needs a factor above 0 and below 1.");
        }
        return factor;
    }
}
