package hangolo.app.config;

import java.util.ArrayList;
import java.util.List;

/** The reference of all keys of a config file: the page {@code docs/configuration.md}. */
public final class ConfigReference {
    private record Group(String title, String text, List<Key<?>> keys) {}

    private ConfigReference() {}

    /** @return the page as Markdown, lines end with a line feed */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Group group : groups()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            if (!group.text().isEmpty()) {
                page.append(group.text()).append("\n\n");
            }
            group.keys().forEach(key -> page.append(entry(key)));
        }
        return page.append(CHAIN).toString();
    }

    private static String entry(Key<?> key) {
        String why = key.reason().isEmpty() ? "" : " *Why:* " + key.reason() + ".";
        return wrapped("- `%s`: %s. *Values:* %s. *Default:* %s.%s"
                .formatted(key.name(), capital(key.meaning()), key.type().bounds(), key.fallbackText(), why));
    }

    /** An item of a list in lines of at most 120 characters. */
    private static String wrapped(String item) {
        return item.replace("<", "&lt;")
                        .replaceAll("(.{1,118})(?: |$)", "$1\n  ")
                        .stripTrailing() + "\n";
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(
                "Model, output and backend",
                "",
                List.of(
                        ConfigKeys.MODEL_DIR,
                        ConfigKeys.RESUME_FROM,
                        ConfigKeys.RESUME,
                        ConfigKeys.OUTPUT_PATH,
                        ConfigKeys.RUN_NAME,
                        ConfigKeys.PHASE,
                        ConfigKeys.CACHE_DIR,
                        ConfigKeys.RULES,
                        ConfigKeys.BACKEND,
                        ConfigKeys.PRECISION,
                        ConfigKeys.MEMORY,
                        ConfigKeys.SEED,
                        ConfigKeys.COMPAT)));
        groups.add(new Group(
                "Optimizer and length",
                "",
                List.of(
                        ConfigKeys.LEARNING_RATE,
                        ConfigKeys.BATCH_SIZE,
                        ConfigKeys.EPOCHS,
                        ConfigKeys.MAX_STEPS,
                        ConfigKeys.GRAD_ACCUM,
                        ConfigKeys.GRAD_CLIP,
                        ConfigKeys.WEIGHT_DECAY,
                        ConfigKeys.BETAS,
                        ConfigKeys.EPSILON,
                        ConfigKeys.LR_MILESTONES,
                        ConfigKeys.LR_GAMMA,
                        ConfigKeys.LR_MILESTONE_UNIT)));
        groups.add(new Group(
                "Intervals",
                "A step is one batch, as in the file names and logs of Coqui's trainer.",
                List.of(
                        ConfigKeys.EVAL_EVERY,
                        ConfigKeys.SAVE_EVERY,
                        ConfigKeys.KEEP_CHECKPOINTS,
                        ConfigKeys.PRINT_EVERY)));
        groups.add(new Group(
                "Data",
                "",
                List.of(
                        ConfigBlocks.DATASETS,
                        ConfigKeys.EVAL_SPLIT,
                        ConfigKeys.MAX_WAV_LENGTH,
                        ConfigKeys.MAX_TEXT_LENGTH,
                        ConfigKeys.MIN_CONDITIONING_LENGTH,
                        ConfigKeys.MAX_CONDITIONING_LENGTH,
                        ConfigKeys.SAMPLING,
                        ConfigKeys.BROKEN_CLIPS)));
        groups.add(new Group("Entries of DATASETS", "", ConfigBlocks.DATASET_KEYS));
        groups.add(new Group(
                "Test sentences",
                "",
                List.of(
                        ConfigBlocks.TEST_SENTENCES,
                        ConfigKeys.SPEAKER_WAV,
                        ConfigKeys.TEMPERATURE,
                        ConfigKeys.TOP_K,
                        ConfigKeys.TOP_P,
                        ConfigKeys.REPETITION_PENALTY)));
        groups.add(new Group("Entries of TEST_SENTENCES", "", ConfigBlocks.SENTENCE_KEYS));
        groups.add(new Group("Earlier results", "", List.of(ConfigBlocks.BASELINE, ConfigBlocks.PHASE1)));
        groups.add(new Group("Keys of BASELINE and PHASE1", "", ConfigBlocks.RESULT_KEYS));
        return groups;
    }

    private static final String INTRODUCTION = """
            # The config file

            A config file is YAML in UTF-8, for example `phase2.yaml`. Paths in it are relative to its own folder.
            The whole file is checked before anything starts. All unknown keys, values out of bounds and typing errors are reported
            at once, each with its line.

            This page is generated from the program's table of keys, and a test keeps the two in step.
            """;

    private static final String CHAIN = """

            ## Several phases in one file

            `PHASES` is a list. Each entry is a block with any of the keys above; for its phase they override the keys at the top of
            the file. The phases run one after the other. From the second phase on, unless given, `RESUME_FROM` is `previous`
            (the best model of the previous phase) and `PHASE` counts up. If a phase brings no improvement, the remaining
            phases are not run.

            ```yaml
            PHASES:
              - EPOCHS: 30
                LEARNING_RATE: 1e-6
              - EPOCHS: 10
                LEARNING_RATE: 5e-7
                RESUME: weights
            ```
            """;
}
