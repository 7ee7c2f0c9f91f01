package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.log.PythonNumbers;
import hangolo.app.record.RunRecord;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.facts.PhaseResult;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The record of a new run before its first step. */
record InitialRecord(PhaseConfig config, RunContext context, StartPoint start) {

    RunRecord of(
            TrainingInputs training,
            List<RunRecord.Sentence> sentences,
            RestoredState restored,
            MachineState machine,
            Map<String, String> hashes) {
        RunRecord.Head head = new RunRecord.Head(
                config.runName(),
                config.phase(),
                context.program(),
                LocalDateTime.now(context.clock())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                Optional.empty(),
                0,
                machine(training.model().backend().description()),
                settings(),
                hashes,
                config.rules().map(Path::toString),
                config.intervals().evalEvery());
        return new RunRecord(
                RunRecord.VERSION,
                head,
                new RunRecord.Origin(
                        start.file(config).getFileName().toString(),
                        restored.description(),
                        restored.state().step()),
                new PhaseHistory(
                        config.references().baseline().map(InitialRecord::result),
                        config.references().phase1().map(InitialRecord::result)),
                DatasetPreparation.report(config, training.data().report()),
                new RunRecord.Curves(List.of(), List.of()),
                sentences,
                List.of(),
                List.of(),
                machine,
                Map.of(),
                Optional.empty());
    }

    private static PhaseResult result(PhaseConfig.PriorResult prior) {
        return new PhaseResult(
                optional(prior.melCe()),
                optional(prior.textCe()),
                prior.quality().map(ListenerScores::overall));
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static Map<String, String> machine(String backend) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("backend", backend);
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("Java", System.getProperty("java.version"));
        return machine;
    }

    private Map<String, String> settings() {
        PhaseConfig.Optimization optimization = config.optimization();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("LEARNING_RATE", PythonNumbers.text(optimization.learningRate()));
        settings.put("BATCH_SIZE", Integer.toString(optimization.batchSize()));
        settings.put("EPOCHS", Integer.toString(optimization.epochs()));
        optimization.maxSteps().ifPresent(steps -> settings.put("MAX_STEPS", Integer.toString(steps)));
        settings.put("GRAD_ACCUM", Integer.toString(optimization.gradAccum()));
        settings.put("GRAD_CLIP", optimization.gradClip() == 0 ? "off" : PythonNumbers.text(optimization.gradClip()));
        settings.put("WEIGHT_DECAY", PythonNumbers.text(optimization.weightDecay()));
        settings.put(
                "BETAS", PythonNumbers.text(optimization.beta1()) + ", " + PythonNumbers.text(optimization.beta2()));
        settings.put("LR_MILESTONES", optimization.lrMilestones().toString());
        settings.put("EVAL_EVERY", Integer.toString(config.intervals().evalEvery()));
        settings.put("SAVE_EVERY", Integer.toString(config.intervals().saveEvery()));
        settings.put("KEEP_CHECKPOINTS", Integer.toString(config.intervals().keepCheckpoints()));
        settings.put("SEED", Long.toString(config.seed()));
        settings.put("SAMPLING", config.data().sampling().name().toLowerCase(Locale.ROOT));
        settings.put("COMPAT", config.compat().name().toLowerCase(Locale.ROOT));
        settings.put("EVAL_SPLIT", PythonNumbers.text(config.data().evalSplit()));
        return settings;
    }
}
