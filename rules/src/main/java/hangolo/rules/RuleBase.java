package hangolo.rules;

import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.Firing;
import hangolo.rules.audit.JudgedFacts;
import hangolo.rules.audit.NearMiss;
import hangolo.rules.drools.CompiledRules;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.explain.Explanation;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationContext;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.RunProgress;
import hangolo.rules.judge.AudioAssessment;
import hangolo.rules.judge.Checklist;
import hangolo.rules.judge.ChecklistJudge;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.judge.Counterfactual;
import hangolo.rules.judge.Decision;
import hangolo.rules.judge.DecisionJudge;
import hangolo.rules.judge.TrainingJudge;
import hangolo.rules.judge.WhatIf;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.table.RuleFile;
import hangolo.rules.table.RuleFiles;
import hangolo.rules.word.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rules, ready to be asked. Compiled at the first question (about a second) and once only, so that a program that never
 * asks never loads the rule engine. Every question runs in a fresh session: answers depend on nothing but the facts given.
 * Safe for several threads.
 */
public final class RuleBase {
    private final List<RuleFile> files;
    private final String hash;
    private CompiledRules compiled;

    private RuleBase(List<RuleFile> files) {
        this.files = files;
        this.hash = RuleFiles.hash(files);
    }

    /** The rules inside the program, always the same ones, so that they are compiled once. Reads them, compiles nothing yet. */
    public static RuleBase shipped() {
        return Shipped.RULES;
    }

    private static final class Shipped {
        static final RuleBase RULES = new RuleBase(RuleFiles.shipped());
    }

    /**
     * The rules of a folder: a copy of the shipped files, edited. Compiles them, so that a mistake shows at once.
     * A {@code .drl} file can contain Java code: use only folders you trust.
     *
     * @throws RuleBaseException if a file is missing or cannot be used, with file and row of every problem
     */
    public static RuleBase from(Path folder) {
        return of(RuleFiles.in(folder));
    }

    /**
     * The rules of these files. Compiles them, so that a mistake shows at once.
     *
     * @throws RuleBaseException if a file cannot be used, with file and row of every problem
     */
    public static RuleBase of(List<RuleFile> files) {
        RuleBase rules = new RuleBase(List.copyOf(files));
        rules.compiled();
        return rules;
    }

    /** Compiles them in the background, so that the first question waits less; a mistake in them shows at that question. */
    public void compileAhead() {
        CompletableFuture.runAsync(this::compiled);
    }

    /** The files it was made of. */
    public List<RuleFile> files() {
        return files;
    }

    /** The version of the whole rule base: 12 hex digits over all files. */
    public String hash() {
        return hash;
    }

    /**
     * Judges an evaluation during training.
     *
     * @throws RuleBaseException if the rules cannot be compiled
     */
    public Conclusion evaluate(EvaluationContext context) {
        try (RuleSession session = compiled().open()) {
            return new TrainingJudge(session, context, hash).judge();
        }
    }

    /** Decides at the end of a phase, or about losses known otherwise. */
    public Decision decide(FinalFacts facts) {
        try (RuleSession session = compiled().open()) {
            return new DecisionJudge(session, facts, hash).judge();
        }
    }

    /**
     * Explains a judgement of these rules: why each rule fired, and why each other did not.
     *
     * @param fired the rules that fired, as the conclusion, the decision or the audit trail says
     * @param basis the facts that the rules judged
     */
    public Explanation explain(List<Firing> fired, JudgedFacts basis) {
        return compiled().explainer().explain(fired, basis);
    }

    /** Explains a line of the audit trail by these rules, whatever rules made it. */
    public Explanation explain(AuditEntry entry) {
        return explain(entry.fired(), entry.basis());
    }

    /** The smallest changes of single facts that would have led to another recommendation or tier. */
    public List<Counterfactual> whatIf(FinalFacts facts) {
        return new WhatIf(this::decide, facts, compiled().sources()).changes();
    }

    /** The rules of which exactly one condition failed at a judgement of these rules, nearest first, at most a dozen. */
    public List<NearMiss> nearest(JudgedFacts basis) {
        return compiled().conditions().nearest(basis);
    }

    /** What is worse about these test sentences than about the same ones before, in words; by audio.csv. */
    public List<String> symptoms(List<AudioFacts> now, List<AudioFacts> before) {
        try (RuleSession session = compiled().open()) {
            session.limitsFor(1);
            return AudioAssessment.of(session, now, before).symptoms();
        }
    }

    /** The checklist before training. */
    public Checklist preflight(MachineState machine) {
        return checklist(Stage.BEFORE, machine, RunProgress.unknown());
    }

    /** The checklist while training. */
    public Checklist during(MachineState machine, RunProgress run) {
        return checklist(Stage.DURING, machine, run);
    }

    /** The checklist after training. */
    public Checklist after(RunProgress run) {
        return checklist(Stage.AFTER, MachineState.unknown(), run);
    }

    /**
     * A limit of limits.csv for a phase.
     *
     * @throws RuleBaseException if no row defines it
     */
    public double limit(int phase, String name) {
        try (RuleSession session = compiled().open()) {
            session.limitsFor(phase);
            return session.limit(name);
        }
    }

    private Checklist checklist(Stage stage, MachineState machine, RunProgress run) {
        try (RuleSession session = compiled().open()) {
            return new ChecklistJudge(session, stage).judge(machine, run);
        }
    }

    private synchronized CompiledRules compiled() {
        if (compiled == null) {
            compiled = new CompiledRules(files);
        }
        return compiled;
    }
}
