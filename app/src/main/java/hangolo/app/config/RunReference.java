package hangolo.app.config;

import java.util.ArrayList;
import java.util.List;

/** The reference of all keys of a run file, as the page {@code docs/configuration.md}. */
public final class RunReference {
    private record Group(String title, String text, List<Key<?>> keys) {}

    private RunReference() {}

    /** @return the page as Markdown, lines end with a line feed */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Group group : groups()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            if (!group.text().isEmpty()) {
                page.append(group.text()).append("\n\n");
            }
            page.append("| Key | Values | Default | What it is |\n|---|---|---|---|\n");
            group.keys().forEach(key -> page.append(row(key)));
        }
        return page.append(CHAIN).toString();
    }

    private static String row(Key<?> key) {
        String why = key.reason().isEmpty() ? "" : " *Why this default: " + key.reason() + ".*";
        return "| `%s` | %s | %s | %s.%s |\n"
                .formatted(
                        key.name(),
                        cell(key.kind().bounds()),
                        cell(key.fallbackText()),
                        cell(capital(key.meaning())),
                        cell(why));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(
                "Where",
                "",
                List.of(
                        RunKeys.MODEL_DIR,
                        RunKeys.RESUME_FROM,
                        RunKeys.RESUME,
                        RunKeys.OUTPUT_PATH,
                        RunKeys.RUN_NAME,
                        RunKeys.PHASE,
                        RunKeys.CACHE_DIR,
                        RunKeys.RULES,
                        RunKeys.BACKEND,
                        RunKeys.PRECISION,
                        RunKeys.MEMORY,
                        RunKeys.SEED,
                        RunKeys.COMPAT)));
        groups.add(new Group(
                "Learning",
                "",
                List.of(
                        RunKeys.LEARNING_RATE,
                        RunKeys.BATCH_SIZE,
                        RunKeys.EPOCHS,
                        RunKeys.MAX_STEPS,
                        RunKeys.GRAD_ACCUM,
                        RunKeys.GRAD_CLIP,
                        RunKeys.WEIGHT_DECAY,
                        RunKeys.BETAS,
                        RunKeys.EPSILON,
                        RunKeys.LR_MILESTONES,
                        RunKeys.LR_GAMMA,
                        RunKeys.LR_MILESTONE_UNIT)));
        groups.add(new Group(
                "When",
                "A step is one batch, as in Coqui's file names and logs.",
                List.of(RunKeys.EVAL_EVERY, RunKeys.SAVE_EVERY, RunKeys.KEEP_CHECKPOINTS, RunKeys.PRINT_EVERY)));
        groups.add(new Group(
                "Data",
                "",
                List.of(
                        RunBlocks.DATASETS,
                        RunKeys.EVAL_SPLIT,
                        RunKeys.MAX_WAV_LENGTH,
                        RunKeys.MAX_TEXT_LENGTH,
                        RunKeys.MIN_CONDITIONING_LENGTH,
                        RunKeys.MAX_CONDITIONING_LENGTH,
                        RunKeys.SAMPLING,
                        RunKeys.BROKEN_CLIPS)));
        groups.add(new Group("Entries of DATASETS", "", RunBlocks.DATASET_KEYS));
        groups.add(new Group(
                "Test sentences",
                "",
                List.of(
                        RunBlocks.TEST_SENTENCES,
                        RunKeys.SPEAKER_WAV,
                        RunKeys.TEMPERATURE,
                        RunKeys.TOP_K,
                        RunKeys.TOP_P,
                        RunKeys.REPETITION_PENALTY)));
        groups.add(new Group("Entries of TEST_SENTENCES", "", RunBlocks.SENTENCE_KEYS));
        groups.add(new Group("What came before", "", List.of(RunBlocks.BASELINE, RunBlocks.PHASE1)));
        groups.add(new Group("Keys of BASELINE and PHASE1", "", RunBlocks.RESULT_KEYS));
        return groups;
    }

    private static final String INTRODUCTION = """
            # The run file

            A run file is YAML in UTF-8, for example `phase2.yaml`. Paths in it are relative to its own folder.
            Everything is checked before anything starts: an unknown key, a value out of bounds or a typing error is refused with
            its line, all of them at once.

            This page is generated from the program's own table of keys; a test holds the two together.
            """;

    private static final String CHAIN = """

            ## Several phases in one file

            `PHASES` is a list. Each entry is a block with any of the keys above, which override the ones at the top of the file
            for this phase. The phases run one after the other; from the second on, `RESUME_FROM` is `previous` (the best
            model of the phase before) and `PHASE` counts up, unless they are given. If the rules stop the
            chain (the phase before brought no improvement), the remaining phases are not run.

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
