package hangolo.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.config.PhaseConfig.MetadataFormat;
import hangolo.app.config.PhaseConfig.ResumeMode;
import hangolo.app.config.PhaseConfig.Start;
import hangolo.engine.select.ComputeConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    private static final Path FILE = Path.of("plans", "run.yaml").toAbsolutePath();

    private static final String LEAST = """
            MODEL_DIR: model
            DATASETS:
              - {name: Blikk, path: blikk, language: hu}
            """;

    @Test
    void theShippedFileIsTheReferenceRun() throws Exception {
        PhaseConfig config =
                ConfigLoader.load(Path.of("..", "phase2.yaml")).phases().get(0);
        assertEquals(1e-6, config.optimization().learningRate());
        assertEquals(3, config.optimization().batchSize());
        assertEquals(30, config.optimization().epochs());
        assertEquals(100, config.intervals().evalEvery());
        assertEquals(ResumeMode.ALL, config.resume());
        assertEquals(
                List.of("Milliomos", "Blikk"),
                config.data().datasets().stream().map(PhaseConfig.Dataset::name).toList());
        assertEquals(
                Optional.of(3.507), config.references().phase1().orElseThrow().melCe());
        assertEquals(
                "Jó estét kívánok, köszöntöm a kedves nézőket!",
                config.synthesis().sentences().get(0).text());
        assertEquals(Start.Checkpoint.class, config.start().getClass());
        assertTrue(config.modelDir().isAbsolute());
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        PhaseConfig config = ConfigLoader.parse(FILE, LEAST).phases().get(0);
        assertEquals(FILE.resolveSibling("model"), config.modelDir());
        assertEquals(FILE.resolveSibling("run").resolve("training"), config.outputPath());
        assertEquals(config.outputPath().resolve("cache"), config.data().cacheDir());
        assertEquals("XTTS_Phase2", config.runName());
        assertEquals(new Start.BaseModel(), config.start());
        assertEquals(ComputeConfig.AUTO, config.computing());
        assertEquals(0.96, config.optimization().beta2());
        assertEquals(255_995, config.data().maxWavLength());
        PhaseConfig.Dataset dataset = config.data().datasets().get(0);
        assertEquals(MetadataFormat.LJSPEECH, dataset.format());
        assertEquals(FILE.resolveSibling("blikk").resolve("metadata.csv"), dataset.metadata());
    }

    @Test
    void compatSetsWhatTheFileDoesNotName() {
        PhaseConfig none = ConfigLoader.parse(FILE, LEAST).phases().get(0);
        assertEquals(PhaseConfig.Sampling.EPOCH, none.data().sampling());
        assertEquals(PhaseConfig.MilestoneUnit.STEPS, none.optimization().lrMilestoneUnit());
        assertEquals(CoquiCompat.of(PhaseConfig.Compat.NONE), none.coquiCompat());
        PhaseConfig coqui =
                ConfigLoader.parse(FILE, LEAST + "COMPAT: coqui\n").phases().get(0);
        assertEquals(PhaseConfig.Sampling.COQUI, coqui.data().sampling());
        assertEquals(PhaseConfig.MilestoneUnit.EPOCHS, coqui.optimization().lrMilestoneUnit());
        assertEquals(CoquiCompat.of(PhaseConfig.Compat.COQUI), coqui.coquiCompat());
        PhaseConfig named = ConfigLoader.parse(
                        FILE, LEAST + "COMPAT: coqui\nSAMPLING: epoch\nLR_MILESTONE_UNIT: steps\n")
                .phases()
                .get(0);
        assertEquals(PhaseConfig.Sampling.EPOCH, named.data().sampling());
        assertEquals(PhaseConfig.MilestoneUnit.STEPS, named.optimization().lrMilestoneUnit());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            LEARNING_RAT: 1e-6       | unknown key LEARNING_RAT; did you mean LEARNING_RATE?
            lr: 1e-6                 | unknown key lr; did you mean LEARNING_RATE?
            learning_rate: 1e-6      | unknown key learning_rate; did you mean LEARNING_RATE?
            LEARNING_RATE: fast      | LEARNING_RATE: "fast" is not a number from 1e-10 to 0.01
            LEARNING_RATE: 1,5e-6    | Decimals are written with a point
            LEARNING_RATE: 1.5       | LEARNING_RATE: 1.5 is out of bounds
            LEARNING_RATE: .nan      | LEARNING_RATE: ".nan" is not a number
            LEARNING_RATE: 1e-9999   | out of bounds
            LEARNING_RATE:           | LEARNING_RATE: there is no value
            LEARNING_RATE: [1, 2]    | LEARNING_RATE: this is a list, but needed is a number
            EPOCHS: 2.5              | EPOCHS: "2.5" is not a whole number
            EPOCHS: 99999999999999999999 | EPOCHS: 99999999999999999999 is out of bounds
            EPOCHS: 0                | EPOCHS: 0 is out of bounds
            BETAS: [0.9]             | BETAS: the list has 1 entries, but 2 are needed
            BETAS: 0.9               | BETAS: this is a single value, but needed is a list of 2
            LR_MILESTONES: [5, 5]    | LR_MILESTONES: the milestones must increase, but 5 follows 5
            BACKEND: gpu             | BACKEND: "gpu" is not one of auto, cpu, cuda, samediff; did you mean cpu?
            RUN_NAME: ../run         | RUN_NAME: "../run" is not a name
            RESUME_FROM: previous    | previous is not possible in the first phase
            MIN_CONDITIONING_LENGTH: 200000 | 200000 is more than MAX_CONDITIONING_LENGTH, which is 132300
            PHASES: 2                | PHASES: a list with one block of keys for every phase is needed
            EVAL_SPLIT: 1            | EVAL_SPLIT: 1 is out of bounds
            MODEL_DIR: other         | MODEL_DIR is given twice, on line 1 for the first time
            """)
    void whatIsWrongIsNamedWithItsLine(String line, String expected) {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> ConfigLoader.parse(FILE, LEAST + line + "\n"));
        assertEquals(1, refused.problems().size(), refused.getMessage());
        assertEquals(4, refused.problems().get(0).line());
        assertTrue(refused.getMessage().startsWith(FILE + ":4: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    @Test
    void allProblemsComeAtOnceInTheOrderOfTheFile() {
        String text = """
                EPOCS: 3
                BATCH_SIZE: -1
                DATASETS:
                  - name: a
                    path: p
                    language: hungarian
                  - name: a
                    pth: p
                    language: hu
                """;
        ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.parse(FILE, text));
        assertEquals(
                List.of(1, 1, 2, 3, 6, 7, 8),
                refused.problems().stream().map(ConfigException.Problem::line).toList(),
                refused.getMessage());
        assertTrue(refused.getMessage().contains("two data sets are named a"));
        assertTrue(refused.getMessage().contains("MODEL_DIR is missing"));
    }

    @Test
    void phasesOverrideTheTopAndFollowEachOther() {
        String text = LEAST + """
                RESUME_FROM: one/checkpoint_5.pth
                RUN_NAME: Voice_Phase2
                EPOCHS: 7
                PHASES:
                  - LEARNING_RATE: 1e-6
                  - LEARNING_RATE: 5e-7
                    EPOCHS: 3
                    RESUME: weights
                """;
        List<PhaseConfig> phases = ConfigLoader.parse(FILE, text).phases();
        assertEquals(2, phases.size());
        assertEquals(7, phases.get(0).optimization().epochs());
        assertEquals(3, phases.get(1).optimization().epochs());
        assertEquals(5e-7, phases.get(1).optimization().learningRate());
        assertEquals(new Start.PreviousPhase(), phases.get(1).start());
        assertEquals(3, phases.get(1).phase());
        assertEquals("Voice_Phase3", phases.get(1).runName());
    }

    @Test
    void anUnknownKeyInAPhaseOrAboveThemIsRefused() {
        String text = LEAST + "EPOCHS: 2\nEPOCH: 2\nPHASES:\n  - EPOCHS: 1\n    EPOCHZ: 3\n";
        ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.parse(FILE, text));
        assertEquals(
                List.of(5, 8),
                refused.problems().stream().map(ConfigException.Problem::line).toList(),
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `` | holds none
            `# nothing` | holds none
            `- a` | holds none
            `a: [1` | this is not YAML
            `a: *b` | this is not YAML
            `a: !!java.lang.ProcessBuilder [x]` | not allowed
            """)
    void whatIsNoRunFileIsRefused(String text, String expected) {
        ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.parse(FILE, text));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    @Test
    void aByteOrderMarkAndWindowsLinesAreFineOtherEncodingsAreNot(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("köz tér.yaml");
        Files.writeString(file, "\uFEFF" + LEAST.replace("\n", "\r\n"));
        assertEquals(
                folder.resolve("model"), ConfigLoader.load(file).phases().get(0).modelDir());
        Files.write(file, "RUN_NAME: hangoló".getBytes(StandardCharsets.ISO_8859_1));
        ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.load(file));
        assertTrue(refused.getMessage().contains("not UTF-8"), refused.getMessage());
    }
}
