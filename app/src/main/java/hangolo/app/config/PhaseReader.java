package hangolo.app.config;

import hangolo.app.config.PhaseConfig.DataSettings;
import hangolo.app.config.PhaseConfig.Dataset;
import hangolo.app.config.PhaseConfig.Intervals;
import hangolo.app.config.PhaseConfig.Optimization;
import hangolo.app.config.PhaseConfig.References;
import hangolo.app.config.PhaseConfig.Start;
import hangolo.app.config.PhaseConfig.SynthesisSettings;
import hangolo.engine.select.ComputeConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the keys of one phase, and checks the conditions that concern several keys. */
final class PhaseReader {
    private final Path file;
    private final Context context;

    PhaseReader(Path file, Context context) {
        this.file = file;
        this.context = context;
    }

    /**
     * @param fields keys of the phase
     * @param index number of phases before it in the file
     */
    PhaseConfig read(Fields fields, int index) {
        int phase = fields.get(ConfigKeys.PHASE) + (fields.has(ConfigKeys.PHASE) ? 0 : index);
        Path output = context.folder().resolve(fields.get(ConfigKeys.OUTPUT_PATH));
        PhaseConfig config = new PhaseConfig(
                file,
                phase,
                runName(fields, phase, index),
                output,
                fields.get(ConfigKeys.MODEL_DIR),
                start(fields, index),
                fields.get(ConfigKeys.RESUME),
                new ComputeConfig(
                        fields.get(ConfigKeys.BACKEND),
                        fields.get(ConfigKeys.PRECISION),
                        fields.get(ConfigKeys.MEMORY)),
                fields.get(ConfigKeys.COMPAT),
                fields.get(ConfigKeys.SEED),
                optimization(fields),
                intervals(fields),
                data(fields, output),
                synthesis(fields),
                new References(fields.get(ConfigBlocks.BASELINE), fields.get(ConfigBlocks.PHASE1)),
                fields.get(ConfigKeys.RULES));
        fields.reportUnknown();
        return config;
    }

    private static String runName(Fields fields, int phase, int index) {
        String name = fields.get(ConfigKeys.RUN_NAME).orElse("XTTS_Phase" + phase);
        if (index == 0 || fields.has(ConfigKeys.RUN_NAME)) {
            return name;
        }
        String stem = name.replaceFirst("_?[Pp]hase_?\\d+$", "");
        return stem + "_Phase" + phase;
    }

    private Start start(Fields fields, int index) {
        boolean inherited = index > 0 && !fields.has(ConfigKeys.RESUME_FROM);
        String text =
                inherited ? "previous" : fields.get(ConfigKeys.RESUME_FROM).orElse("base");
        switch (text) {
            case "base":
                return new Start.BaseModel();
            case "previous":
                if (index == 0) {
                    fields.problem(ConfigKeys.RESUME_FROM, "previous is not possible in the first phase of a file");
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
            fields.problem(ConfigKeys.RESUME_FROM, "\"" + text + "\" is not a path: " + e.getReason());
            return context.folder();
        }
    }

    private static Optimization optimization(Fields fields) {
        List<Double> betas = fields.get(ConfigKeys.BETAS);
        List<Integer> milestones = fields.get(ConfigKeys.LR_MILESTONES);
        for (int i = 1; i < milestones.size(); i++) {
            if (milestones.get(i) <= milestones.get(i - 1)) {
                fields.problem(
                        ConfigKeys.LR_MILESTONES,
                        "the milestones must increase, but " + milestones.get(i) + " follows " + milestones.get(i - 1));
            }
        }
        return new Optimization(
                fields.get(ConfigKeys.LEARNING_RATE),
                fields.get(ConfigKeys.BATCH_SIZE),
                fields.get(ConfigKeys.EPOCHS),
                fields.get(ConfigKeys.MAX_STEPS),
                fields.get(ConfigKeys.GRAD_ACCUM),
                fields.get(ConfigKeys.GRAD_CLIP),
                fields.get(ConfigKeys.WEIGHT_DECAY),
                betas.isEmpty() ? 0 : betas.get(0),
                betas.isEmpty() ? 0 : betas.get(1),
                fields.get(ConfigKeys.EPSILON),
                milestones,
                fields.get(ConfigKeys.LR_GAMMA),
                fields.get(ConfigKeys.LR_MILESTONE_UNIT)
                        .orElse(coquiCompat(fields).milestoneUnit()));
    }

    private static CoquiCompat coquiCompat(Fields fields) {
        return CoquiCompat.of(fields.get(ConfigKeys.COMPAT));
    }

    private static Intervals intervals(Fields fields) {
        return new Intervals(
                fields.get(ConfigKeys.EVAL_EVERY),
                fields.get(ConfigKeys.SAVE_EVERY),
                fields.get(ConfigKeys.KEEP_CHECKPOINTS),
                fields.get(ConfigKeys.PRINT_EVERY));
    }

    private static DataSettings data(Fields fields, Path output) {
        List<Dataset> datasets = fields.get(ConfigBlocks.DATASETS);
        Set<String> names = new HashSet<>();
        for (Dataset dataset : datasets) {
            if (!names.add(dataset.name())) {
                fields.problem(ConfigBlocks.DATASETS, "two data sets are named " + dataset.name());
            }
        }
        int shortest = fields.get(ConfigKeys.MIN_CONDITIONING_LENGTH);
        int longest = fields.get(ConfigKeys.MAX_CONDITIONING_LENGTH);
        if (shortest > longest) {
            fields.problem(
                    ConfigKeys.MIN_CONDITIONING_LENGTH,
                    shortest + " is more than MAX_CONDITIONING_LENGTH, which is " + longest);
        }
        return new DataSettings(
                datasets,
                fields.get(ConfigKeys.EVAL_SPLIT),
                fields.get(ConfigKeys.MAX_WAV_LENGTH),
                fields.get(ConfigKeys.MAX_TEXT_LENGTH),
                shortest,
                longest,
                fields.get(ConfigKeys.SAMPLING).orElse(coquiCompat(fields).sampling()),
                fields.get(ConfigKeys.BROKEN_CLIPS),
                fields.get(ConfigKeys.CACHE_DIR).orElse(output.resolve("cache")));
    }

    private static SynthesisSettings synthesis(Fields fields) {
        return new SynthesisSettings(
                fields.get(ConfigBlocks.TEST_SENTENCES),
                fields.get(ConfigKeys.SPEAKER_WAV),
                fields.get(ConfigKeys.TEMPERATURE),
                fields.get(ConfigKeys.TOP_K),
                fields.get(ConfigKeys.TOP_P),
                fields.get(ConfigKeys.REPETITION_PENALTY));
    }
}
