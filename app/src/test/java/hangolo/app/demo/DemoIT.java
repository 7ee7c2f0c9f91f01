package hangolo.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.log.TrainingDisplay;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecords;
import hangolo.app.run.Interrupt;
import hangolo.app.run.PhaseOutcome;
import hangolo.app.run.RunContext;
import hangolo.audio.AudioClip;
import hangolo.audio.AudioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end, with the shipped model and the shipped rules. */
class DemoIT {

    @TempDir
    private Path folder;

    @Test
    void phaseTwoLearnsToSpeakAndIsChosen() throws Exception {
        PhaseOutcome outcome;
        try (TrainingDisplay display =
                new TrainingDisplay(System.out, false, Duration.ofSeconds(20), System::nanoTime)) {
            outcome = new DemoRun(folder.resolve("hangoló demo"))
                    .run(new RunContext(
                            "test", display, new Interrupt(), DemoRun.recognizer(), Clock.systemDefaultZone()));
        }
        assertTrue(outcome.complete(), outcome.stop().text());
        RunRecord record = RunRecords.read(outcome.folder());
        double first = melCe(record, 0);
        double last = melCe(record, record.curves().evaluations().size() - 1);
        assertTrue(first > 3 && first < 4, "Mel CE at the start: " + first);
        assertTrue(last < 2.5, "Mel CE at the end: " + last);
        assertEquals("phase2", outcome.decision().toMap().get("recommendation"));
        assertTrue(read(record, "phase 2") >= 0.8, "letters read of phase 2: " + read(record, "phase 2"));
        assertTrue(read(record, "phase 2") > read(record, "phase 1"), "phase 2 reads more than phase 1");
        checkFiles(outcome.folder());
    }

    private static double melCe(RunRecord record, int evaluation) {
        return record.curves().evaluations().get(evaluation).point().melCe().orElseThrow();
    }

    private static double read(RunRecord record, String voice) {
        List<RunRecord.LettersRead> all = record.letters().stream()
                .filter(letters -> letters.modelLabel().equals(voice))
                .toList();
        assertFalse(all.isEmpty(), "nothing was read of " + voice);
        return all.stream().mapToInt(RunRecord.LettersRead::correct).sum()
                / (double) all.stream().mapToInt(RunRecord.LettersRead::letters).sum();
    }

    private static void checkFiles(Path run) throws Exception {
        for (String name : List.of(
                "best_model.pth",
                "config.json",
                "vocab.json",
                "trainer_0_log.txt",
                "audit.jsonl",
                "report.html",
                "progress.md")) {
            assertTrue(Files.size(run.resolve(name)) > 0, name);
        }
        AudioClip spoken = AudioReader.read(run.resolve("samples/reference/0.wav"));
        assertTrue(spoken.seconds() > 0.5, "the reference is " + spoken.seconds() + " s long");
    }
}
