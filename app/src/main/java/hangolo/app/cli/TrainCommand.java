package hangolo.app.cli;

import hangolo.app.config.PhaseConfig;
import hangolo.app.preflight.Preflight;
import hangolo.app.run.PhaseOutcome;
import hangolo.app.run.RunFolder;
import hangolo.app.run.TrainRun;
import hangolo.engine.MemoryMode;
import hangolo.engine.select.ComputeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo train}. */
@Command(
        name = "train",
        description = {
            "Trains as the run file says: checks, prepares, trains, evaluates, speaks test sentences, stops by rule, reports.",
            "Ctrl-C saves and leaves a run that can be resumed."
        })
final class TrainCommand extends BaseCommand {
    @Mixin
    private ConfigOption config;

    @Option(
            names = "--resume",
            paramLabel = "CHECKPOINT",
            description =
                    "Go on from this file, or from the newest checkpoint of this run folder, instead of RESUME_FROM.")
    private Optional<Path> resume;

    @Option(names = "--steps", paramLabel = "N", description = "Instead of MAX_STEPS: steps of each phase, at most.")
    private Optional<Integer> steps;

    @Option(names = "--backend", paramLabel = "NAME", description = "Instead of BACKEND: auto, cpu, cuda or samediff.")
    private Optional<ComputeConfig.Backend> backend;

    @Option(names = "--precision", paramLabel = "NAME", description = "Instead of PRECISION: auto, bf16, fp32 or tf32.")
    private Optional<ComputeConfig.Precision> precision;

    @Option(names = "--memory", paramLabel = "NAME", description = "Instead of MEMORY: normal or low.")
    private Optional<MemoryMode> memory;

    @Option(names = "--seed", paramLabel = "N", description = "Instead of SEED.")
    private Optional<Long> seed;

    @Mixin
    private RulesOption rules;

    @Override
    public Integer call() throws IOException {
        check();
        List<PhaseConfig> phases =
                config.load().phases().stream().map(this::overridden).toList();
        Optional<Path> from = resume.isPresent() ? Optional.of(checkpoint(resume.get())) : Optional.empty();
        NativeMemory.allow();
        err().println(Preflight.LICENCE + ".");
        try (Console screen = new Console()) {
            List<PhaseOutcome> outcomes = new TrainRun(screen.context()).run(phases, from);
            return report(outcomes);
        }
    }

    private void check() {
        steps.filter(n -> n < 1).ifPresent(n -> {
            throw usageError("--steps must be at least 1, but is " + n);
        });
        seed.filter(n -> n < 0).ifPresent(n -> {
            throw usageError("--seed must be at least 0, but is " + n);
        });
    }

    private PhaseConfig overridden(PhaseConfig phase) {
        PhaseConfig result = phase;
        result = steps.map(phase.optimization()::withMaxSteps)
                .map(result::withOptimization)
                .orElse(result);
        ComputeConfig computing = phase.computing();
        computing = backend.map(computing::withBackend).orElse(computing);
        computing = precision.map(computing::withPrecision).orElse(computing);
        computing = memory.map(computing::withMemory).orElse(computing);
        result = result.withComputing(computing);
        result = seed.map(result::withSeed).orElse(result);
        return rules.folder().map(result::withRules).orElse(result);
    }

    private static Path checkpoint(Path given) throws IOException {
        if (!Files.isDirectory(given)) {
            return given;
        }
        return new RunFolder(given.toAbsolutePath().normalize())
                .newest()
                .orElseThrow(() -> new UserError(given + ": there is no checkpoint in this folder"));
    }

    private int report(List<PhaseOutcome> outcomes) throws IOException {
        for (PhaseOutcome outcome : outcomes) {
            OutcomeText.print(out(), outcome);
        }
        PhaseOutcome last = outcomes.get(outcomes.size() - 1);
        if (last.complete()) {
            return ExitCode.OK;
        }
        err().println("hangolo: the training is not complete: " + last.stop().text());
        Optional<Path> newest = new RunFolder(last.folder()).newest();
        newest.ifPresent(file -> err().println("Go on with: " + goingOn(file)));
        return ExitCode.FAILED;
    }

    /** The command line that goes on from a checkpoint as this one would have. */
    private String goingOn(Path checkpoint) {
        StringBuilder line = new StringBuilder("hangolo train --config ").append(quoted(config.file()));
        line.append(" --resume ").append(quoted(checkpoint));
        steps.ifPresent(n -> line.append(" --steps ").append(n));
        backend.ifPresent(name -> line.append(" --backend ").append(name.name().toLowerCase(Locale.ROOT)));
        precision.ifPresent(
                name -> line.append(" --precision ").append(name.name().toLowerCase(Locale.ROOT)));
        memory.ifPresent(name -> line.append(" --memory ").append(name.name().toLowerCase(Locale.ROOT)));
        seed.ifPresent(n -> line.append(" --seed ").append(n));
        rules.folder().ifPresent(folder -> line.append(" --rules ").append(quoted(folder)));
        return line.toString();
    }

    private static String quoted(Path path) {
        return path.toString().contains(" ") ? "\"" + path + "\"" : path.toString();
    }
}
