package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.record.RunRecords;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.select.ComputeConfig;
import hangolo.rules.ReloadingRules;
import hangolo.rules.RuleBase;
import hangolo.rules.check.Problem;
import hangolo.rules.check.RuleCheck;
import hangolo.rules.table.RuleBaseException;
import hangolo.rules.word.Label;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * A training: its phases, one after the other. A phase that continues the previous one starts from that one's best model; after a
 * phase that the rules call no improvement, the remaining phases are not run.
 *
 * <p>A program that runs it exits with 0 if every phase ended by itself or by a rule, with 1 if a phase failed or was interrupted;
 * an interrupted run can be resumed from the checkpoint that was saved last.
 */
public final class TrainRun {

    private final RunContext context;

    /** A training in a context. */
    public TrainRun(RunContext context) {
        this.context = context;
    }

    /** Starts to load in the background what these phases need and what takes a while: rules and native libraries. */
    public static void prepare(List<PhaseConfig> phases) {
        LoggerFactory.getILoggerFactory(); // both log, and SLF4J warns if two threads initialize it at once
        if (phases.stream().anyMatch(phase -> phase.rules().isEmpty())) {
            RuleBase.shipped().compileAhead();
        }
        if (phases.stream().allMatch(phase -> phase.computing().backend() == ComputeConfig.Backend.CPU)) {
            CpuBackend.loadAhead();
        }
    }

    /**
     * Runs the phases.
     *
     * @param phases as configured
     * @param resume a checkpoint to resume from instead of the configured start. If it lies in a run folder of this program, the run
     *     continues exactly as if it had not been interrupted, and earlier phases are skipped
     * @return the outcome of every phase that ran; the last one may be incomplete
     * @throws RuleBaseException if the rules of a phase cannot be used; then nothing has started
     * @throws RunException if a phase cannot start or continue
     * @throws IOException if files cannot be read or written
     */
    public List<PhaseOutcome> run(List<PhaseConfig> phases, Optional<Path> resume) throws IOException {
        prepare(phases);
        List<PhaseOutcome> outcomes = new ArrayList<>();
        Map<Optional<Path>, ReloadingRules> rules = rules(phases);
        int first = resume.map(file -> phaseOf(phases, file)).orElse(0);
        for (int i = first; i < phases.size(); i++) {
            PhaseConfig config = phases.get(i);
            if (config.start() instanceof PhaseConfig.Start.PreviousPhase && !(i == first && resume.isPresent())) {
                config = after(config, outcomes);
            }
            PhaseOutcome outcome = new PhaseRun(
                            config, i == first ? resume : Optional.empty(), rules.get(config.rules()), context)
                    .run();
            outcomes.add(outcome);
            boolean more = i + 1 < phases.size();
            if (!outcome.complete()) {
                break;
            }
            if (more && outcome.decision().label() == Label.NO_IMPROVEMENT) {
                context.display()
                        .line("the remaining phases are not run: "
                                + outcome.decision().label().word());
                break;
            }
        }
        return outcomes;
    }

    /** The index of the phase that a checkpoint belongs to, 0 if the checkpoint is not of a run of this program. */
    private static int phaseOf(List<PhaseConfig> phases, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (!RunRecords.existIn(folder)) {
            return 0;
        }
        int phase = RunRecords.read(folder).head().phase();
        for (int i = 0; i < phases.size(); i++) {
            if (phases.get(i).phase() == phase) {
                return i;
            }
        }
        return 0;
    }

    private static PhaseConfig after(PhaseConfig config, List<PhaseOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            throw new RunException("phase " + config.phase() + " continues the previous phase, but none has run.\n"
                    + "Name a checkpoint with RESUME_FROM.");
        }
        Path best = outcomes.get(outcomes.size() - 1).folder().resolve(RunFolder.BEST);
        return config.withStart(new PhaseConfig.Start.Checkpoint(best));
    }

    /** Compiles all rules before anything starts: a mistake in those of a later phase should not show up after hours. */
    private Map<Optional<Path>, ReloadingRules> rules(List<PhaseConfig> phases) {
        Map<Optional<Path>, ReloadingRules> rules = new LinkedHashMap<>();
        for (PhaseConfig phase : phases) {
            if (!rules.containsKey(phase.rules())) {
                rules.put(phase.rules(), phase.rules().map(this::edited).orElseGet(ReloadingRules::shipped));
            }
        }
        return rules;
    }

    private ReloadingRules edited(Path folder) {
        ReloadingRules rules = ReloadingRules.in(folder);
        for (Problem problem : RuleCheck.of(rules.current().files()).with(Problem.Severity.ERROR)) {
            context.display().line("warning: " + folder + ": " + problem.line());
        }
        return rules;
    }
}
