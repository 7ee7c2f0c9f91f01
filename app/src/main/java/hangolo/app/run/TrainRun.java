package hangolo.app.run;

import hangolo.app.config.ComputeConfig;
import hangolo.app.config.RunConfig;
import hangolo.app.report.RunRecords;
import hangolo.engine.cpu.CpuBackend;
import hangolo.rules.ReloadingRules;
import hangolo.rules.RuleBase;
import hangolo.rules.check.Problem;
import hangolo.rules.check.RuleCheck;
import hangolo.rules.table.RuleBaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * A training: its phases, one after the other. A phase that continues the one before begins with that one's best
 * model; after a phase that the rules call no improvement, the rest is not run.
 *
 * <p>Exit codes of a program that runs it: 0 if every phase came to its end (by itself or by a rule), 1 if it could not, or was
 * interrupted; an interrupted run can be resumed from the checkpoint that was just saved.
 */
public final class TrainRun {

    private static final String NO_IMPROVEMENT = "no improvement";

    private final RunContext around;

    /** A training in these surroundings. */
    public TrainRun(RunContext around) {
        this.around = around;
    }

    /** Begins in the background what every run of these phases needs and what takes a while: the rules, the libraries. */
    public static void prepare(List<RunConfig> phases) {
        LoggerFactory.getILoggerFactory(); // both log, and SLF4J complains if that begins on two threads at once
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
     * @param resume a checkpoint to go on from instead of the configured start. In a run folder of this program the run goes on
     *     exactly as if it had not been interrupted; the phases before that one are skipped
     * @return the outcome of every phase that ran; the last one may be incomplete
     * @throws RuleBaseException if the rules of a phase cannot be used; then nothing has begun
     * @throws RunException if a phase cannot start or go on
     * @throws IOException if files cannot be read or written
     */
    public List<PhaseOutcome> run(List<RunConfig> phases, Optional<Path> resume) throws IOException {
        prepare(phases);
        List<PhaseOutcome> outcomes = new ArrayList<>();
        Map<Optional<Path>, ReloadingRules> rules = rules(phases);
        int first = resume.map(file -> phaseOf(phases, file)).orElse(0);
        for (int i = first; i < phases.size(); i++) {
            RunConfig config = phases.get(i);
            if (config.start() instanceof RunConfig.Start.PreviousPhase && !(i == first && resume.isPresent())) {
                config = after(config, outcomes);
            }
            PhaseOutcome outcome = new PhaseRun(
                            config, i == first ? resume : Optional.empty(), rules.get(config.rules()), around)
                    .run();
            outcomes.add(outcome);
            boolean more = i + 1 < phases.size();
            if (!outcome.complete()) {
                break;
            }
            if (more && outcome.decision().label().equals(NO_IMPROVEMENT)) {
                around.display()
                        .line("the remaining phases are not run: "
                                + outcome.decision().label());
                break;
            }
        }
        return outcomes;
    }

    /** The phase that a checkpoint of this program belongs to, else the first one. */
    private static int phaseOf(List<RunConfig> phases, Path file) {
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

    private static RunConfig after(RunConfig config, List<PhaseOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            throw new RunException("phase " + config.phase() + " continues the phase before it, but none has run.\n"
                    + "Name a checkpoint with RESUME_FROM.");
        }
        Path best = outcomes.get(outcomes.size() - 1).folder().resolve(RunFolder.BEST);
        return config.withStart(new RunConfig.Start.Checkpoint(best));
    }

    /** Rules are read before anything begins: a mistake in those of a later phase should not show after hours. */
    private Map<Optional<Path>, ReloadingRules> rules(List<RunConfig> phases) {
        Map<Optional<Path>, ReloadingRules> rules = new LinkedHashMap<>();
        for (RunConfig phase : phases) {
            if (!rules.containsKey(phase.rules())) {
                rules.put(phase.rules(), phase.rules().map(this::edited).orElseGet(ReloadingRules::shipped));
            }
        }
        return rules;
    }

    private ReloadingRules edited(Path folder) {
        ReloadingRules rules = ReloadingRules.in(folder);
        for (Problem problem : RuleCheck.of(rules.current().files()).with(Problem.Severity.ERROR)) {
            around.display().line("warning: " + folder + ": " + problem.line());
        }
        return rules;
    }
}
