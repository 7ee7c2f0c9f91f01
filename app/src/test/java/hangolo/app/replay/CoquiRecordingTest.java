package hangolo.app.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.log.LogException;
import hangolo.rules.RuleBase;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.replay.Recording;
import hangolo.rules.replay.Replay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs in the resources have the figures of the reference run, in the form of Coqui's trainer. */
class CoquiRecordingTest {
    private static final Path LOGS = Path.of("src", "test", "resources", "hangolo", "app", "replay");

    @TempDir
    Path folder;

    private static Recorded read(Path log) throws IOException {
        return Recordings.read(log, Optional.empty());
    }

    private static List<EvaluationPoint> points(Recorded recorded) {
        return recorded.recording().evaluations().stream()
                .map(Recording.Evaluation::point)
                .toList();
    }

    private Recorded read(String text) throws IOException {
        return read(Files.writeString(folder.resolve("trainer_0_log.txt"), text));
    }

    private static String step(int place, int batches, long global, double value, double average) {
        return "\n\u001b[1m   --> TIME: 2023-12-06 10:32:05 -- STEP: " + place + "/" + batches + " -- GLOBAL_STEP: "
                + global + "\u001b[0m\n     | > loss_text_ce: 0.028  (0.028)\n     | > loss_mel_ce: " + value + "  ("
                + average + ")\n     | > current_lr: 1e-06 \n\n";
    }

    private static String evaluation(String mel) {
        return "\n  \u001b[1m--> EVAL PERFORMANCE\u001b[0m\n     | > avg_loss_text_ce:\u001b[92m 0.028 \u001b[0m(-0.1)\n"
                + "     | > avg_loss_mel_ce:\u001b[92m " + mel + " \u001b[0m(-0.02)\n\n";
    }

    @Test
    void phase1IsReadWithTheStepsOfItsBestModels() throws IOException {
        Recorded recorded = read(LOGS.resolve("phase1.txt"));
        List<EvaluationPoint> points = points(recorded);
        assertEquals(16, points.size());
        assertEquals(0, points.get(0).step());
        assertEquals(5.046, points.get(0).melCe().orElseThrow());
        assertEquals(1339, points.get(13).step());
        assertEquals(3.507, points.get(13).melCe().orElseThrow());
        assertEquals(0.0281, points.get(13).textCeWeighted().orElseThrow());
        assertEquals(2.81, points.get(13).textCeRaw().orElseThrow(), 1e-9);
        assertEquals(1442, points.get(14).step(), "no best model: the next epoch begins there");
        assertEquals(1545, points.get(15).step());
        Replay replay = Replay.of(RuleBase.shipped(), recorded.recording());
        assertEquals(Optional.empty(), replay.stop());
        assertEquals(1339, replay.best().orElseThrow().step());
        assertEquals("phase1", replay.decision().recommendation().word());
    }

    @Test
    void aResumedRunForgetsWhatItRepeats() throws IOException {
        Recorded recorded = read(LOGS.resolve("phase2_resumed.txt"));
        List<EvaluationPoint> points = points(recorded);
        assertEquals(
                List.of(1604L, 1707L, 1810L, 2004L),
                points.stream().limit(4).map(EvaluationPoint::step).toList());
        assertEquals(3.085, points.get(3).melCe().orElseThrow());
        assertEquals(
                List.of(0, 1, 2, 3),
                points.stream().limit(4).map(EvaluationPoint::epoch).toList());
        assertTrue(
                recorded.notes()
                        .contains(
                                "Line 229: the run was resumed at step 1901; 2 evaluations beyond it came again and were left out."),
                recorded.notes().toString());
        Replay replay = Replay.of(RuleBase.shipped(), recorded.recording());
        assertEquals(2931, replay.stop().orElseThrow().point().step());
        assertEquals(2622, replay.best().orElseThrow().step());
        assertEquals(13, replay.counted());
        assertEquals(15, replay.judged().size());
        assertEquals(3034, replay.bestAfterStop().orElseThrow().step());
    }

    @Test
    void copiedConsoleTextWithoutEscapesIsReadAndNaNStops() throws IOException {
        Recorded recorded = read(LOGS.resolve("console.txt"));
        assertEquals(
                List.of(40L, 80L, 120L),
                points(recorded).stream().map(EvaluationPoint::step).toList());
        Replay replay = Replay.of(RuleBase.shipped(), recorded.recording());
        assertEquals(
                List.of("stop not finite"),
                replay.stop().orElseThrow().stops().stream().map(a -> a.rule()).toList());
    }

    @Test
    void theTrainingLossIsWhatWasTrainedSinceTheLastEvaluation() throws IOException {
        // averages of an epoch leave out its first value: after place p they are over p values
        Recorded recorded = read(step(0, 100, 0, 9, 9) + step(50, 100, 50, 4, 4) + evaluation("3.9")
                + step(75, 100, 75, 3, 3.5) + evaluation("3.8") + " > EPOCH: 1/3\n" + step(0, 100, 100, 7, 7)
                + step(20, 100, 120, 3, 3) + evaluation("3.7"));
        List<EvaluationPoint> points = points(recorded);
        assertEquals(4, points.get(0).trainMelCe().orElseThrow(), 1e-9);
        assertEquals((3.5 * 75 - 4 * 50) / 25, points.get(1).trainMelCe().orElseThrow(), 1e-9);
        assertEquals(3, points.get(2).trainMelCe().orElseThrow(), 1e-9);
        assertEquals(
                List.of(75L, 100L, 200L),
                points.stream().map(EvaluationPoint::step).toList());
        assertTrue(
                recorded.notes().get(0).contains("for 1 from the next printed step"),
                recorded.notes().toString());
        assertTrue(recorded.notes().get(0).contains("for 1 from the last printed step and the batches left"));
    }

    @Test
    void anEvaluationWithoutStepsAroundItIsNumbered() throws IOException {
        Recorded recorded = read(evaluation("3.9") + evaluation("3.8"));
        assertEquals(
                List.of(0L, 1L),
                points(recorded).stream().map(EvaluationPoint::step).toList());
        assertTrue(
                recorded.notes().get(0).startsWith("Line 2: no step was printed"),
                recorded.notes().toString());
    }

    @Test
    void aLogMayBeCutAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(LOGS.resolve("phase2_resumed.txt"));
        int evaluations = 0;
        for (int length = 0; length < whole.length; length += 97) {
            Path cut = folder.resolve("cut.txt");
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            try {
                Recorded recorded = read(cut);
                points(recorded).forEach(point -> assertTrue(point.melCe().orElseThrow() > 2.7, point.toString()));
                evaluations = Math.max(evaluations, points(recorded).size());
            } catch (LogException e) {
                assertTrue(e.getMessage().contains("holds no evaluation"), e.getMessage());
            }
        }
        assertTrue(evaluations >= 14, "the longest cut still holds " + evaluations);
    }

    @Test
    void lineEndsAndEncodingsDoNotMatter() throws IOException {
        String text = Files.readString(LOGS.resolve("phase1.txt"));
        List<EvaluationPoint> expected = points(read(LOGS.resolve("phase1.txt")));
        Path other = folder.resolve("log with spaces é.txt");
        Files.writeString(other, text.replace("\n", "\r\n"));
        assertEquals(expected, points(read(other)));
        Files.writeString(other, "\uFEFF" + text, StandardCharsets.UTF_16LE);
        assertEquals(expected, points(read(other)));
        Files.writeString(other, "\uFEFF" + text);
        assertEquals(expected, points(read(other)));
    }

    @Test
    void aValueThatIsNoNumberIsNamedWithItsLine() {
        LogException error = assertThrows(LogException.class, () -> read(evaluation("three")));
        assertTrue(
                error.getMessage()
                        .contains("trainer_0_log.txt line 4: avg_loss_mel_ce should be a number but is 'three'"),
                error.getMessage());
    }

    @Test
    void aLogWithoutEvaluationsSaysHowFarItGoes() {
        LogException error = assertThrows(LogException.class, () -> read(step(0, 100, 0, 9, 9)));
        assertTrue(error.getMessage().contains("holds no evaluation"), error.getMessage());
        assertTrue(error.getMessage().contains("line 2"), error.getMessage());
    }
}
