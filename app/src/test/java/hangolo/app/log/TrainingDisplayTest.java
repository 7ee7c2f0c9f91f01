package hangolo.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingDisplayTest {

    @Test
    void withoutATerminalALineEveryFewSeconds() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong now = new AtomicLong();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (TrainingDisplay display = new TrainingDisplay(out, false, Duration.ofSeconds(10), now::get)) {
            display.start("Phase 2", 1500, 1600);
            for (int step = 1501; step <= 1525; step++) {
                now.addAndGet(1_000_000_000L);
                display.step(step, new TrainingDisplay.Metrics(2.5, 0.028, OptionalDouble.of(2.75), 1234.4));
            }
        }
        assertEquals("""
                Phase 2: steps 1500 to 1600
                step 1510 (10 %)  Mel CE 2.500 (eval 2.750)  Text CE 0.0280  1234 tokens/s  1 min 30 s left
                step 1520 (20 %)  Mel CE 2.500 (eval 2.750)  Text CE 0.0280  1234 tokens/s  1 min 20 s left
                """, bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    }
}
