package hangolo.app.config;

import static org.junit.jupiter.api.Assertions.assertFalse;

import hangolo.fuzz.Budget;
import hangolo.fuzz.ByteMutator;
import hangolo.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged run file is read or refused with file and line. */
class ConfigFileFuzzTest {
    /** Keys and defaults; and a node with its place for every few bytes, a message for every wrong key, about 1 kB a byte. */
    private static final Budget BUDGET = new Budget(8L << 20, 1500);

    private static final String GOOD = """
            RUN_NAME: "phase2"
            MODEL_DIR: model
            OUTPUT_PATH: run
            RESUME_FROM: checkpoint_1500.pth
            DATASETS:
              - { name: Blikk, path: data, format: ljspeech, metadata: metadata.csv, language: hu }
            EPOCHS: 30
            BATCH_SIZE: 3
            LEARNING_RATE: 1e-6
            BETAS: [0.9, 0.96]
            TEST_SENTENCES:
              - text: 'Jó estét!'
                language: hu
            PHASES:
              - { EPOCHS: 2 }
              - EPOCHS: 3
                RESUME_FROM: previous
            """;

    private static final ByteMutator MUTATOR = new ByteMutator(
            ": ",
            "- ",
            "\n",
            "\n  ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "&a ",
            "*a",
            "<<: *a",
            "!!binary ",
            "!!java.lang.Thread ",
            "---\n",
            "...\n",
            "|\n",
            "> ",
            "#",
            "%YAML 9",
            "\t",
            "null",
            "~",
            "-1",
            ".inf",
            ".nan",
            "1e999",
            "0x7fffffff",
            "EPOCHS",
            "DATASETS:\n",
            "PHASES:\n",
            "\357\273\277");

    @TempDir
    Path folder;

    @Test
    void runFile() throws IOException, InterruptedException {
        List<byte[]> good = List.of(
                GOOD.getBytes(StandardCharsets.UTF_8),
                GOOD.substring(0, GOOD.indexOf("PHASES")).getBytes(StandardCharsets.UTF_8));
        Set<Class<?>> documented = Set.of(ConfigException.class);
        new Fuzz(
                        "run file",
                        good,
                        MUTATOR,
                        BUDGET,
                        documented,
                        file -> assertFalse(ConfigLoader.load(file).phases().isEmpty()))
                .run(folder);
    }
}
