package hangolo.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelLoopTest {

    @Test
    void everyPieceIsDoneOnce() throws IOException {
        for (int count : new int[] {0, 1, 2, 1000}) {
            AtomicIntegerArray done = new AtomicIntegerArray(count);
            ParallelLoop.run(count, done::incrementAndGet);
            for (int i = 0; i < count; i++) {
                assertEquals(1, done.get(i), "piece " + i + " of " + count);
            }
        }
    }

    @Test
    void aFailureIsPassedOnAndEndsTheWork() {
        AtomicInteger begun = new AtomicInteger();
        IOException thrown = assertThrows(
                IOException.class,
                () -> ParallelLoop.run(1_000_000, number -> {
                    begun.incrementAndGet();
                    if (number == 10) {
                        throw new IOException("the disk is full");
                    }
                }));
        assertEquals("the disk is full", thrown.getMessage());
        assertTrue(begun.get() < 1_000_000, "begun: " + begun);
        IllegalStateException same = new IllegalStateException("no number");
        assertSame(
                same,
                assertThrows(
                        IllegalStateException.class,
                        () -> ParallelLoop.run(5, number -> {
                            throw same;
                        })));
    }

    @Test
    void nothingRunsOnAfterAFailure() {
        for (int round = 0; round < 50; round++) {
            AtomicInteger running = new AtomicInteger();
            assertThrows(
                    IOException.class,
                    () -> ParallelLoop.run(100, number -> {
                        running.incrementAndGet();
                        if (number == 3) {
                            running.decrementAndGet();
                            throw new IOException("the disk is full");
                        }
                        Thread.onSpinWait();
                        running.decrementAndGet();
                    }));
            assertEquals(0, running.get());
        }
    }
}
