package hangolo.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoquiLogTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2023, 12, 6, 10, 32, 5);

    @TempDir
    Path folder;

    private String written() throws IOException {
        return Files.readString(folder.resolve("trainer_0_log.txt"));
    }

    @Test
    void stepsLookAsCoquis() throws IOException {
        try (CoquiLog log = CoquiLog.append(folder)) {
            log.step(
                    NOW,
                    50,
                    104,
                    1550,
                    List.of(
                            new LogValue("loss_text_ce", "0.028", OptionalDouble.of(0.0281)),
                            new LogValue("loss_mel_ce", "3.5", OptionalDouble.of(3.507)),
                            new LogValue("current_lr", "1e-06", OptionalDouble.empty())));
        }
        assertEquals("""

                \u001b[1m   --> TIME: 2023-12-06 10:32:05 -- STEP: 50/104 -- GLOBAL_STEP: 1550\u001b[0m
                     | > loss_text_ce: 0.028  (0.0281)
                     | > loss_mel_ce: 3.5  (3.507)
                     | > current_lr: 1e-06\s

                """, written());
    }

    @Test
    void epochsAndFilesLookAsCoquis() throws IOException {
        try (CoquiLog log = CoquiLog.append(folder)) {
            log.epoch(0, 30, Path.of("out"));
            log.trainingStarted(NOW);
            log.evaluationStarted();
            log.checkpoint(Path.of("out/checkpoint_1600.pth"));
            log.bestModel(Path.of("out/best_model_1600.pth"));
        }
        String separator = java.io.File.separator;
        assertEquals(
                "\n\u001b[4m\u001b[1m > EPOCH: 0/30\u001b[0m\n --> out\n"
                        + "\n\u001b[1m > TRAINING (2023-12-06 10:32:05) \u001b[0m\n"
                        + "\n\u001b[1m > EVALUATION \u001b[0m\n\n"
                        + "\n > CHECKPOINT : out" + separator + "checkpoint_1600.pth\n"
                        + " > BEST MODEL : out" + separator + "best_model_1600.pth\n",
                written());
    }

    @Test
    void evaluationsAreComparedWithTheOneBefore() throws IOException {
        try (CoquiLog log = CoquiLog.append(folder)) {
            log.evaluationEnded(ordered("avg_loss_text_ce", 0.5, "avg_loss_mel_ce", 3.0, "avg_loss", 4.0));
            log.evaluationEnded(ordered("avg_loss_text_ce", 0.25, "avg_loss_mel_ce", 3.5, "avg_loss", 4.0));
        }
        String[] parts = written().split("\n {2}\u001b\\[1m--> EVAL PERFORMANCE\u001b\\[0m\n");
        assertEquals(
                "     | > avg_loss_text_ce: 0.5 \u001b[0m(+0)\n"
                        + "     | > avg_loss_mel_ce: 3.0 \u001b[0m(+0)\n"
                        + "     | > avg_loss: 4.0 \u001b[0m(+0)\n\n",
                parts[1]);
        assertEquals(
                "     | > avg_loss_text_ce:\u001b[92m 0.25 \u001b[0m(-0.25)\n"
                        + "     | > avg_loss_mel_ce:\u001b[91m 3.5 \u001b[0m(+0.5)\n"
                        + "     | > avg_loss: 4.0 \u001b[0m(+0.0)\n\n",
                parts[2]);
    }

    @Test
    void aResumedRunAppends() throws IOException {
        try (CoquiLog log = CoquiLog.append(folder)) {
            log.note("one");
        }
        try (CoquiLog log = CoquiLog.append(folder)) {
            log.note("two");
        }
        assertEquals(" > one\n > two\n", written());
    }

    @Test
    void averagesDropTheFirstValueAsCoquis() {
        KeepAverage average = new KeepAverage();
        average.add("x", 10);
        assertEquals(10, average.of("x").orElseThrow());
        average.add("x", 1);
        assertEquals(1, average.of("x").orElseThrow());
        average.add("x", 2);
        assertEquals(1.5, average.of("x").orElseThrow());
        average.clear();
        assertTrue(average.all().isEmpty());
    }

    private static Map<String, Double> ordered(String a, double x, String b, double y, String c, double z) {
        Map<String, Double> map = new LinkedHashMap<>();
        map.put(a, x);
        map.put(b, y);
        map.put(c, z);
        return map;
    }
}
