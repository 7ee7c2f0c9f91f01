package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecords;
import hangolo.engine.train.StopReason;
import hangolo.models.weights.checkpoint.CheckpointFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainRunTest {

    private static final String SENTENCE = """
            TEST_SENTENCES:
              - text: alma ki
                language: hu
            """;

    @TempDir
    Path root;

    private static PhaseOutcome run(TinyVoice voice, String more, Optional<Path> resume, Interrupt interrupt)
            throws IOException {
        List<PhaseOutcome> outcomes = new TrainRun(TinyVoice.quiet(interrupt)).run(voice.config(more), resume);
        return outcomes.get(outcomes.size() - 1);
    }

    @Test
    void theRunFolderHoldsWhatItPromises() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        PhaseOutcome outcome = run(voice, "MAX_STEPS: 14\n" + SENTENCE, Optional.empty(), new Interrupt());
        assertEquals(StopReason.Kind.COMPLETE, outcome.stop().kind());
        Path folder = outcome.folder();
        assertTrue(folder.getFileName().toString().matches("XTTS_Tiny_\\d{8}_\\d{6}"), folder.toString());
        for (String name : List.of(
                "config.json",
                "vocab.json",
                "trainer_0_log.txt",
                "audit.jsonl",
                "report.html",
                "progress.md",
                "run.json",
                "best_model.pth",
                "checkpoint_14.pth",
                "samples/reference/0.wav")) {
            assertTrue(Files.isRegularFile(folder.resolve(name)), name);
        }
        assertEquals(List.of(12L, 14L), steps(new RunFolder(folder).checkpoints()), "two checkpoints are kept");
        RunRecord record = RunRecords.read(folder);
        long best = record.best().orElseThrow().point().step();
        assertEquals(List.of(best), steps(new RunFolder(folder).bestModels()), "one best model is kept");
        assertEquals(
                -1, Files.mismatch(folder.resolve("best_model_" + best + ".pth"), folder.resolve("best_model.pth")));
        double lowest = record.curves().evaluations().stream()
                .mapToDouble(at -> at.point().melCe().orElseThrow())
                .min()
                .orElseThrow();
        assertEquals(lowest, record.best().orElseThrow().point().melCe().orElseThrow(), "best by Mel CE");
        assertEquals(
                List.of(0L, 4L, 8L, 12L, 14L),
                record.curves().evaluations().stream()
                        .map(at -> at.point().step())
                        .toList());
        assertEquals(14, record.curves().training().size());
        checkLog(Files.readString(folder.resolve("trainer_0_log.txt")));
        assertEquals(6, Files.readAllLines(folder.resolve("audit.jsonl")).size(), "five evaluations and a decision");
    }

    private static void checkLog(String log) {
        assertTrue(log.contains(" > EPOCH: 0/30"), log);
        assertTrue(log.contains("-- STEP: 2/5 -- GLOBAL_STEP: 2"), log);
        assertTrue(log.contains("-- GLOBAL_STEP: 12"), log);
        assertTrue(log.contains("     | > current_lr: 0.003 \n"), log);
        assertTrue(log.contains(" > Model has "), log);
        assertTrue(log.contains(" > CHECKPOINT : "), log);
        assertTrue(log.contains(" > BEST MODEL : "), log);
        assertTrue(log.contains("--> EVAL PERFORMANCE"), log);
    }

    private static List<Long> steps(List<RunFolder.Numbered> files) {
        return files.stream().map(RunFolder.Numbered::step).toList();
    }

    @Test
    void littleMemoryGivesTheSameCurves() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        PhaseOutcome normal = run(voice, "MAX_STEPS: 4\nRUN_NAME: Normal\n", Optional.empty(), new Interrupt());
        PhaseOutcome low = run(voice, "MAX_STEPS: 4\nRUN_NAME: Low\nMEMORY: low\n", Optional.empty(), new Interrupt());
        assertEquals(losses(normal), losses(low));
        String log = Files.readString(low.folder().resolve("trainer_0_log.txt"));
        assertTrue(log.contains("activation checkpointing"), log);
    }

    private static List<Double> losses(PhaseOutcome outcome) throws IOException {
        return RunRecords.read(outcome.folder()).curves().evaluations().stream()
                .map(at -> at.point().melCe().orElseThrow())
                .toList();
    }

    @Test
    void aCheckpointAtAnEvaluationKeepsTheLossOfTrainingBefore() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        PhaseOutcome outcome = run(voice, "MAX_STEPS: 4\n", Optional.empty(), new Interrupt());
        try (CheckpointFile file = CheckpointFile.read(outcome.folder().resolve("checkpoint_4.pth"))) {
            assertTrue(file.losses().train().isPresent());
            assertTrue(file.losses().eval().isPresent());
        }
    }

    /** Four evaluation clips, so two batches: Coqui's average is that of the second alone. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "coqui"})
    void evaluationsAreJudgedByTargetOrByCoquisAverages(String compat) throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        String more = "MAX_STEPS: 4\nEVAL_SPLIT: 0.4\nCOMPAT: " + compat + "\n";
        RunRecord run = RunRecords.read(
                run(voice, more, Optional.empty(), new Interrupt()).folder());
        run.curves().evaluations().forEach(at -> {
            double mel = at.point().melCe().orElseThrow();
            assertEquals(compat.equals("coqui"), mel == at.coquiMel(), mel + " and " + at.coquiMel());
        });
    }

    @Test
    void aSecondPhaseContinuesTheFirst() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        List<PhaseOutcome> outcomes = new TrainRun(TinyVoice.quiet(new Interrupt()))
                .run(voice.config(SENTENCE + "PHASES:\n  - MAX_STEPS: 8\n  - MAX_STEPS: 6\n"), Optional.empty());
        RunRecord second = RunRecords.read(outcomes.get(1).folder());
        assertEquals(2, second.head().phase());
        assertEquals(8, second.origin().step(), "steps are counted on");
        assertEquals(14, second.curves().training().get(5).step() + 1);
        assertEquals(
                List.of("baseline", "phase 1", "phase 2"),
                second.sentences().get(0).samples().stream()
                        .map(RunRecord.SpokenSample::modelLabel)
                        .toList());
        assertTrue(Files.readString(outcomes.get(1).folder().resolve("report.html"))
                .contains("phase 2"));
    }

    @Test
    void whatCannotRunIsRefusedBeforeAnythingIsWritten() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        Files.write(root.resolve("model/dvae.pth"), new byte[100]);
        RunException refused =
                assertThrows(RunException.class, () -> run(voice, "MAX_STEPS: 8\n", Optional.empty(), new Interrupt()));
        assertTrue(refused.getMessage().contains("dvae.pth"), refused.getMessage());
        assertFalse(Files.exists(root.resolve("run")), "no run folder");
    }

    /** A folder that is not empty stands where the checkpoint should be: it is written, but cannot get its name. */
    @Test
    void aCheckpointThatFailsInTheBackgroundEndsTheRunAndLeavesTheOneBefore() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        RunContext around = TinyVoice.after(6, new Interrupt(), () -> {
            try {
                Files.createDirectories(onlyRun().resolve("checkpoint_8.pth/taken"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        RunException ended = assertThrows(
                RunException.class, () -> new TrainRun(around).run(voice.config("MAX_STEPS: 40\n"), Optional.empty()));
        assertTrue(ended.getMessage().contains("checkpoint_8.pth: could not be written"), ended.getMessage());
        try (CheckpointFile file = CheckpointFile.read(onlyRun().resolve("checkpoint_4.pth"))) {
            assertEquals(4, file.step());
        }
        try (Stream<Path> files = Files.list(onlyRun())) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")), "nothing half-written");
        }
        assertFalse(Files.exists(onlyRun().resolve("checkpoint_40.pth")), "the run did not go on to its end");
    }

    private Path onlyRun() throws IOException {
        try (Stream<Path> folders = Files.list(root.resolve("run"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("XTTS_Tiny_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aCheckpointOfTheBestModelIsTheSameFile() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        Path folder =
                run(voice, "MAX_STEPS: 4\n", Optional.empty(), new Interrupt()).folder();
        assertEquals(List.of(4L), steps(new RunFolder(folder).bestModels()));
        assertTrue(Files.isSameFile(folder.resolve("best_model_4.pth"), folder.resolve("checkpoint_4.pth")));
        assertTrue(Files.isSameFile(folder.resolve("best_model.pth"), folder.resolve("checkpoint_4.pth")));
        assertEquals(Files.size(folder.resolve("checkpoint_4.pth")) / 1e9, new RunFolder(folder).weightsGb(), 1e-12);
        String log = Files.readString(folder.resolve("trainer_0_log.txt"));
        assertTrue(
                log.indexOf("best_model_4.pth") < log.indexOf("checkpoint_4.pth"), "the log keeps its order:\n" + log);
    }

    /** As if files were still written at once: a checkpoint is told of before the steps behind it. */
    @Test
    void theLogTellsOfEveryFileBeforeItsRunEnds() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        Path folder =
                run(voice, "MAX_STEPS: 14\n", Optional.empty(), new Interrupt()).folder();
        String log = Files.readString(folder.resolve("trainer_0_log.txt"));
        for (int step : new int[] {4, 8, 12, 14}) {
            assertTrue(log.contains(" > CHECKPOINT : " + folder.resolve("checkpoint_" + step + ".pth")), log);
            assertTrue(log.indexOf("checkpoint_" + step) > log.indexOf("GLOBAL_STEP: " + (step - 2)), log);
        }
    }

    @Test
    void dataThatChangedIsNotResumedSilently() throws IOException {
        TinyVoice voice = TinyVoice.in(root);
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        PhaseOutcome stopped = run(voice, "MAX_STEPS: 8\n", Optional.empty(), interrupt);
        Optional<Path> checkpoint = Optional.of(stopped.folder().resolve("checkpoint_1.pth"));
        RunException refused = assertThrows(
                RunException.class, () -> run(voice, "MAX_STEPS: 8\nGRAD_ACCUM: 2\n", checkpoint, new Interrupt()));
        assertTrue(refused.getMessage().contains("accumulation"), refused.getMessage());
    }
}
