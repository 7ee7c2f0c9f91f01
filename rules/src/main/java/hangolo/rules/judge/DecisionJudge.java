package hangolo.rules.judge;

import hangolo.rules.drools.Finding;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.PhaseResult;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.facts.Trend;
import hangolo.rules.view.Candidate;
import hangolo.rules.view.DecisionFacts;
import hangolo.rules.view.LossFacts;
import hangolo.rules.view.PhaseEndFacts;
import hangolo.rules.word.Evidence;
import hangolo.rules.word.Label;
import hangolo.rules.word.QualitySource;
import hangolo.rules.word.Recommendation;
import hangolo.rules.word.ScenarioKind;
import hangolo.rules.word.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks the rules for a decision, stage by stage: quality, audio, tier, matrix and notes, and last scenario, next steps and
 * alternatives. It holds no thresholds.
 */
public final class DecisionJudge {
    private final RuleSession session;
    private final FinalFacts facts;
    private final String ruleHash;
    private final List<Decision.Reason> reasons = new ArrayList<>();

    /** Asks the rules of a session, whose rule base has this version. */
    public DecisionJudge(RuleSession session, FinalFacts facts, String ruleHash) {
        this.session = session;
        this.facts = facts;
        this.ruleHash = ruleHash;
    }

    /** The decision. */
    public Decision judge() {
        session.limitsFor(facts.phase());
        OptionalDouble heard = heard(facts.scores());
        Optional<Finding> estimate = heard.isPresent() ? Optional.empty() : estimate();
        Double quality = heard.isPresent()
                ? Double.valueOf(heard.getAsDouble())
                : estimate.map(this::onLine).orElse(null);
        QualitySource source = source(heard.isPresent(), quality);
        Evidence evidence = evidence(heard.isPresent());
        List<Finding> tiers = session.fire(List.of(candidate(heard, evidence)));
        Tier tier = Verdicts.tier(tiers);
        List<Finding> verdicts = session.fire(List.of(phaseEnd(source, quality, evidence, tier)));
        Optional<Finding> verdict = Verdicts.winner(verdicts, "recommend");
        verdict.ifPresent(this::because);
        Verdicts.tierFindings(tiers).forEach(this::because);
        estimate.ifPresent(finding -> reasons.add(new Decision.Reason(
                finding.firing().rule(), finding.firing().text() + " Estimated quality: " + quality + ".")));
        Recommendation recommendation = verdict.flatMap(found -> found.word("recommend", Recommendation.class))
                .orElse(Recommendation.PHASE1);
        Label label = verdict.flatMap(found -> found.word("label", Label.class)).orElse(Label.NO_IMPROVEMENT);
        List<Finding> after = session.fire(List.of(new DecisionFacts(
                recommendation.word(),
                label.word(),
                tier.word(),
                tier.ordinal(),
                source.word(),
                evidence.word(),
                SignificantDigits.comparable(facts.melCe()),
                quality)));
        Optional<Finding> scenario = Verdicts.winner(after, "scenario");
        scenario.ifPresent(this::because);
        verdicts.stream().filter(found -> found.text("recommend").isEmpty()).forEach(this::because);
        return new Decision(
                recommendation,
                label,
                tier,
                quality == null ? OptionalDouble.empty() : OptionalDouble.of(quality),
                heard.isPresent() ? QualitySource.LISTENER : QualitySource.ESTIMATED,
                scenario.flatMap(found -> found.word("scenario", ScenarioKind.class))
                        .orElse(ScenarioKind.NO_IMPROVEMENT),
                texts(after, "step"),
                texts(after, "alternative"),
                reasons,
                session.firings(),
                session.basis(facts.audio()),
                ruleHash);
    }

    private void because(Finding finding) {
        reasons.add(
                new Decision.Reason(finding.firing().rule(), finding.firing().text()));
    }

    private static List<String> texts(List<Finding> findings, String name) {
        return findings.stream().flatMap(finding -> finding.text(name).stream()).toList();
    }

    private static OptionalDouble heard(Optional<ListenerScores> scores) {
        return scores.map(ListenerScores::quality).orElseGet(OptionalDouble::empty);
    }

    private Optional<Finding> estimate() {
        Double melCe = SignificantDigits.comparable(facts.melCe());
        return melCe == null
                ? Optional.empty()
                : Verdicts.winner(session.fire(List.of(new LossFacts(melCe))), "qualityA");
    }

    /** The row's straight line through its two points, at this Mel CE, kept between 1 and 10, to one decimal. */
    private Double onLine(Finding row) {
        double melA = row.number("melA").orElse(0);
        double qualityA = row.number("qualityA").orElse(0);
        double melB = row.number("melB").orElse(melA);
        double qualityB = row.number("qualityB").orElse(qualityA);
        double melCe = SignificantDigits.comparable(facts.melCe());
        double share = melA == melB ? 0 : (melCe - melA) / (melB - melA);
        double quality = qualityA + share * (qualityB - qualityA);
        return SignificantDigits.toDecimals(Math.max(1, Math.min(10, quality)), 1);
    }

    private Evidence evidence(boolean heard) {
        AudioAssessment audio = AudioAssessment.of(session, facts.audio(), facts.startAudio());
        return heard
                ? Evidence.LISTENER
                : audio.evidence(facts.samplesExist() ? Evidence.UNJUDGED : Evidence.NO_SAMPLES);
    }

    private Candidate candidate(OptionalDouble heard, Evidence evidence) {
        return Candidate.of(
                SignificantDigits.comparable(facts.melCe()),
                SignificantDigits.comparable(facts.textCeWeighted()),
                evidence.word(),
                SignificantDigits.comparable(heard),
                facts.tracksTraining().orElse(true));
    }

    private static QualitySource source(boolean heard, Double quality) {
        if (heard) {
            return QualitySource.LISTENER;
        }
        return quality == null ? QualitySource.NOTHING : QualitySource.ESTIMATED;
    }

    private PhaseEndFacts phaseEnd(QualitySource source, Double quality, Evidence evidence, Tier tier) {
        Double melCe = SignificantDigits.comparable(facts.melCe());
        Double textCe = SignificantDigits.comparable(facts.textCeWeighted());
        Optional<PhaseResult> phase1 = facts.history().phase1();
        Double phase1MelCe = phase1.map(result -> SignificantDigits.comparable(result.melCe()))
                .orElse(null);
        Double phase1Quality = phase1.map(result -> SignificantDigits.comparable(heard(result.scores())))
                .orElse(null);
        Optional<Trend> trend = facts.trend();
        return new PhaseEndFacts(
                facts.phase(),
                source.word(),
                melCe,
                textCe,
                textCe != null,
                quality,
                evidence.word(),
                trend.map(atEnd -> SignificantDigits.comparable(atEnd.fallPer500Steps()))
                        .orElse(null),
                trend.map(Trend::evaluationsSinceBest).orElse(null),
                trend.map(Trend::stepsSinceBest).orElse(null),
                phase1MelCe,
                difference(phase1MelCe, melCe),
                phase1Quality,
                source == QualitySource.LISTENER ? difference(quality, phase1Quality) : null,
                tier.word());
    }

    private static Double difference(Double from, Double minus) {
        return from == null || minus == null ? null : SignificantDigits.rounded(from - minus);
    }
}
