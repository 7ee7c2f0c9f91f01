package hangolo.app.report;

import hangolo.app.record.ModelLabel;
import hangolo.app.record.RecordException;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecords;
import hangolo.app.record.ScoreFile;
import hangolo.base.WholeFile;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.audit.NearMiss;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.facts.Trend;
import hangolo.rules.judge.Checklist;
import hangolo.rules.judge.Counterfactual;
import hangolo.rules.judge.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes decision, report and progress sheet of a run from what its folder holds. */
public final class Reports {

    /** The report's name in a run folder. */
    public static final String PAGE = "report.html";

    /** The progress sheet's name in a run folder. */
    public static final String SHEET = "progress.md";

    /** The audit trail's name in a run folder. */
    public static final String AUDIT = "audit.jsonl";

    private Reports() {}

    /** Decides anew from {@code run.json} and {@code scores.json}, and writes report and progress sheet. */
    public static Decision refresh(Path runFolder) {
        RunRecord run = RunRecords.read(runFolder);
        return refresh(runFolder, rules(run));
    }

    /** As {@link #refresh(Path)}, with rules that are compiled already. */
    public static Decision refresh(Path runFolder, RuleBase rules) {
        int phase = RunRecords.read(runFolder).head().phase();
        return refresh(runFolder, rules, TierLimits.of(rules, phase));
    }

    static Decision refresh(Path runFolder, RuleBase rules, Map<String, Double> limits) {
        Path folder = runFolder.toAbsolutePath().normalize();
        RunRecord run = RunRecords.read(folder);
        Optional<ListenerScores> scores = ScoreFile.read(folder);
        FinalFacts facts = facts(run, scores, rules);
        Decision decision = rules.decide(facts);
        int phase = run.head().phase();
        RunView view = new RunView(
                folder,
                run,
                decision,
                scores,
                checklists(run, scores, rules),
                TierLimits.of(rules, phase),
                new RunView.Why(rules.explain(decision.fired(), decision.basis()), rules.whatIf(facts)));
        audit(folder, run, facts, decision, rules.nearest(decision.basis()));
        try {
            WholeFile.write(folder.resolve(PAGE), ReportPage.of(view));
            WholeFile.write(folder.resolve(SHEET), new ProgressSheet(view).markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return decision;
    }

    private static void audit(Path folder, RunRecord run, FinalFacts facts, Decision decision, List<NearMiss> near) {
        long step = run.curves().evaluations().stream()
                .mapToLong(at -> at.point().step())
                .max()
                .orElse(run.origin().step());
        try {
            AuditTrail.open(folder.resolve(AUDIT))
                    .append(decision.auditEntry(Instant.now(), facts, step, near, "reported"));
        } catch (IOException e) {
            throw new RecordException("the audit trail of " + folder + " cannot be written: " + e.getMessage());
        }
    }

    /** The decision about a run as it stands, without writing anything. */
    public static Decision decide(Path runFolder) {
        return decide(runFolder, rules(RunRecords.read(runFolder)));
    }

    /** As {@link #decide(Path)}, by other rules than those of the run. */
    public static Decision decide(Path runFolder, RuleBase rules) {
        RunRecord run = RunRecords.read(runFolder);
        return rules.decide(facts(run, ScoreFile.read(runFolder), rules));
    }

    /** The rules of a run: its folder with edited ones while it is there, else the shipped ones. */
    public static RuleBase rules(RunRecord run) {
        return run.head()
                .rulesFolder()
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(RuleBase::from)
                .orElseGet(RuleBase::shipped);
    }

    /** What would have changed the decision about a run. */
    public static List<Counterfactual> whatIf(Path runFolder, RuleBase rules) {
        RunRecord run = RunRecords.read(runFolder);
        return rules.whatIf(facts(run, ScoreFile.read(runFolder), rules));
    }

    /** What the rules are told at the end of a run. */
    static FinalFacts facts(RunRecord run, Optional<ListenerScores> scores, RuleBase rules) {
        Optional<EvaluationPoint> best = run.best().map(RunRecord.Evaluated::point);
        List<AudioFacts> now = audio(run, ModelLabel.ofPhase(run.head().phase()));
        return new FinalFacts(
                run.head().phase(),
                best.map(EvaluationPoint::melCe).orElse(OptionalDouble.empty()),
                best.map(EvaluationPoint::textCeWeighted).orElse(OptionalDouble.empty()),
                scores,
                !now.isEmpty(),
                now,
                startAudio(run),
                trend(run, rules),
                tracked(run),
                run.history());
    }

    /** Whether no evaluation up to the best one was diverging. */
    private static Optional<Boolean> tracked(RunRecord run) {
        return run.best()
                .map(best -> run.curves().evaluations().stream()
                        .filter(at -> at.point().step() <= best.point().step())
                        .noneMatch(RunRecord.Evaluated::diverging));
    }

    private static Optional<Trend> trend(RunRecord run, RuleBase rules) {
        Map<String, Object> state = run.ruleState();
        return state.isEmpty()
                ? Optional.empty()
                : Optional.of(PhaseTracker.resume(rules, state).trend());
    }

    private static List<AudioFacts> audio(RunRecord run, String modelLabel) {
        return run.sentences().stream()
                .flatMap(sentence -> sentence.samples().stream())
                .filter(sample -> sample.modelLabel().equals(modelLabel))
                .map(RunRecord.SpokenSample::facts)
                .toList();
    }

    private static List<AudioFacts> startAudio(RunRecord run) {
        List<AudioFacts> before = audio(run, ModelLabel.ofPhase(run.head().phase() - 1));
        return before.isEmpty() ? audio(run, ModelLabel.BASELINE) : before;
    }

    private static List<Checklist> checklists(RunRecord run, Optional<ListenerScores> scores, RuleBase rules) {
        Optional<EvaluationPoint> best = run.best().map(RunRecord.Evaluated::point);
        boolean samples = !audio(run, ModelLabel.ofPhase(run.head().phase())).isEmpty();
        boolean compared = samples && !startAudio(run).isEmpty();
        RunProgress state = RunProgress.unknown()
                .withLosses(
                        best.map(EvaluationPoint::melCe).orElse(OptionalDouble.empty()),
                        best.map(EvaluationPoint::textCeWeighted).orElse(OptionalDouble.empty()),
                        OptionalDouble.of(run.head().evaluateEvery()))
                .withSamples(samples, scores.isPresent(), compared)
                .withDecided(run.ending().isPresent());
        return List.of(rules.preflight(run.machine()), rules.during(run.machine(), state), rules.after(state));
    }
}
