package hangolo.app.config;

import hangolo.app.config.RunConfig.Cadence;
import hangolo.app.config.RunConfig.DataSettings;
import hangolo.app.config.RunConfig.Dataset;
import hangolo.app.config.RunConfig.Optimization;
import hangolo.app.config.RunConfig.References;
import hangolo.app.config.RunConfig.Start;
import hangolo.app.config.RunConfig.VoiceSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns the keys of one phase into its records, and checks what concerns several keys together. */
final class RunReader {
    private final Path file;
    private final Context context;

    RunReader(Path file, Context context) {
        this.file = file;
        this.context = context;
    }

    /**
     * @param fields keys of the phase
     * @param index how many phases stand before it in the file
     */
    RunConfig read(Fields fields, int index) {
        int phase = fields.get(RunKeys.PHASE) + (fields.has(RunKeys.PHASE) ? 0 : index);
        Path output = context.folder().resolve(fields.get(RunKeys.OUTPUT_PATH));
        RunConfig config = new RunConfig(
                file,
                phase,
                runName(fields, phase, index),
                output,
                fields.get(RunKeys.MODEL_DIR),
                start(fields, index),
                fields.get(RunKeys.RESUME),
                new ComputeConfig(
                        fields.get(RunKeys.BACKEND), fields.get(RunKeys.PRECISION), fields.get(RunKeys.MEMORY)),
                fields.get(RunKeys.COMPAT),
                fields.get(RunKeys.SEED),
                optimization(fields),
                cadence(fields),
                data(fields, output),
                voice(fields),
                new References(fields.get(RunBlocks.BASELINE), fields.get(RunBlocks.PHASE1)),
                fields.get(RunKeys.RULES));
        fields.refuseUnknown();
        return config;
    }

    private static String runName(Fields fields, int phase, int index) {
        String name = fields.get(RunKeys.RUN_NAME).orElse("XTTS_Phase" + phase);
        if (index == 0 || fields.has(RunKeys.RUN_NAME)) {
            return name;
        }
        String stem = name.replaceFirst("_?[Pp]hase_?\\d+$", "");
        return stem + "_Phase" + phase;
    }

    private Start start(Fields fields, int index) {
        boolean inherited = index > 0 && !fields.has(RunKeys.RESUME_FROM);
        String text = inherited ? "previous" : fields.get(RunKeys.RESUME_FROM).orElse("base");
        switch (text) {
            case "base":
                return new Start.BaseModel();
            case "previous":
                if (index == 0) {
                    fields.problem(RunKeys.RESUME_FROM, "previous is not possible in the first phase of a file");
                }
                return new Start.PreviousPhase();
            default:
                return new Start.Checkpoint(checkpoint(fields, text));
        }
    }

    private Path checkpoint(Fields fields, String text) {
        try {
            return context.folder().resolve(text).normalize();
        } catch (InvalidPathException e) {
            fields.problem(RunKeys.RESUME_FROM, "\"" + text + "\" is not a path: " + e.getReason());
            return context.folder();
        }
    }

    private static Optimization optimization(Fields fields) {
        List<Double> betas = fields.get(RunKeys.BETAS);
        List<Integer> milestones = fields.get(RunKeys.LR_MILESTONES);
        for (int i = 1; i < milestones.size(); i++) {
            if (milestones.get(i) <= milestones.get(i - 1)) {
                fields.problem(
                        RunKeys.LR_MILESTONES,
                        "the milestones must increase, but " + milestones.get(i) + " follows " + milestones.get(i - 1));
            }
        }
        return new Optimization(
                fields.get(RunKeys.LEARNING_RATE),
                fields.get(RunKeys.BATCH_SIZE),
                fields.get(RunKeys.EPOCHS),
                fields.get(RunKeys.MAX_STEPS),
                fields.get(RunKeys.GRAD_ACCUM),
                fields.get(RunKeys.GRAD_CLIP),
                fields.get(RunKeys.WEIGHT_DECAY),
                betas.isEmpty() ? 0 : betas.get(0),
                betas.isEmpty() ? 0 : betas.get(1),
                fields.get(RunKeys.EPSILON),
                milestones,
                fields.get(RunKeys.LR_GAMMA),
                fields.get(RunKeys.LR_MILESTONE_UNIT).orElse(quirks(fields).milestoneUnit()));
    }

    private static CoquiCompat quirks(Fields fields) {
        return CoquiCompat.of(fields.get(RunKeys.COMPAT));
    }

    private static Cadence cadence(Fields fields) {
        return new Cadence(
                fields.get(RunKeys.EVAL_EVERY),
                fields.get(RunKeys.SAVE_EVERY),
                fields.get(RunKeys.KEEP_CHECKPOINTS),
                fields.get(RunKeys.PRINT_EVERY));
    }

    private static DataSettings data(Fields fields, Path output) {
        List<Dataset> datasets = fields.get(RunBlocks.DATASETS);
        Set<String> names = new HashSet<>();
        for (Dataset dataset : datasets) {
            if (!names.add(dataset.name())) {
                fields.problem(RunBlocks.DATASETS, "two data sets are named " + dataset.name());
            }
        }
        int shortest = fields.get(RunKeys.MIN_CONDITIONING_LENGTH);
        int longest = fields.get(RunKeys.MAX_CONDITIONING_LENGTH);
        if (shortest > longest) {
            fields.problem(
                    RunKeys.MIN_CONDITIONING_LENGTH,
                    shortest + " is more than MAX_CONDITIONING_LENGTH, which is " + longest);
        }
        return new DataSettings(
                datasets,
                fields.get(RunKeys.EVAL_SPLIT),
                fields.get(RunKeys.MAX_WAV_LENGTH),
                fields.get(RunKeys.MAX_TEXT_LENGTH),
                shortest,
                longest,
                fields.get(RunKeys.SAMPLING).orElse(quirks(fields).sampling()),
                fields.get(RunKeys.BROKEN_CLIPS),
                fields.get(RunKeys.CACHE_DIR).orElse(output.resolve("cache")));
    }

    private static VoiceSettings voice(Fields fields) {
        return new VoiceSettings(
                fields.get(RunBlocks.TEST_SENTENCES),
                fields.get(RunKeys.SPEAKER_WAV),
                fields.get(RunKeys.TEMPERATURE),
                fields.get(RunKeys.TOP_K),
                fields.get(RunKeys.TOP_P),
                fields.get(RunKeys.REPETITION_PENALTY));
    }
}
