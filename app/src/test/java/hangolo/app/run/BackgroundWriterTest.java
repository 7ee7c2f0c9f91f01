package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.models.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BackgroundWriterTest {

    private final BackgroundWriter files = new BackgroundWriter();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void theParametersMayChangeBeforeTheFileIsComplete() throws IOException {
        CountDownLatch slowDisk = new CountDownLatch(1);
        files.begin(
                read -> {
                    events.add("read");
                    read.run();
                    await(slowDisk);
                    events.add("written");
                },
                () -> events.add("reported"));
        files.awaitRead();
        assertEquals(List.of("read"), events);
        slowDisk.countDown();
        files.await();
        assertEquals(List.of("read", "written", "reported"), events);
        files.close();
    }

    @Test
    void filesAreWrittenInOrderAndReportedOnTheCallersThread() throws IOException {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < 5; i++) {
            String name = "file " + i;
            files.begin(
                    read -> events.add(name),
                    () -> events.add(name + " reported " + (Thread.currentThread() == caller)));
        }
        files.await();
        assertEquals(
                List.of("file 0", "file 1", "file 2", "file 3", "file 4"),
                events.stream().filter(event -> !event.contains("reported")).toList());
        assertEquals(
                List.of(
                        "file 0 reported true",
                        "file 1 reported true",
                        "file 2 reported true",
                        "file 3 reported true",
                        "file 4 reported true"),
                events.stream().filter(event -> event.contains("reported")).toList());
        files.close();
    }

    @Test
    void aFailureReachesTheTrainingThread() {
        WeightFileException full = new WeightFileException(Path.of("checkpoint_7.pth"), "no space left");
        for (Exception failure : List.of(full, new IOException("no link"))) {
            files.begin(
                    read -> {
                        if (failure instanceof IOException io) {
                            throw io;
                        }
                        throw full;
                    },
                    () -> events.add("reported"));
            Exception thrown = assertThrows(Exception.class, files::await);
            assertEquals(failure, thrown);
        }
        assertEquals(List.of(), events, "a file that failed is not reported");
        files.close();
    }

    @Test
    void aFailureIsNoticedBeforeTheNextUpdates() throws InterruptedException {
        files.begin(
                read -> {
                    throw new IOException("no space left");
                },
                () -> {});
        assertThrows(IOException.class, () -> {
            while (true) {
                files.awaitRead();
                Thread.sleep(1);
            }
        });
        files.close();
    }

    @Test
    void closingWaitsForTheFile() {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch mayEnd = new CountDownLatch(1);
        files.begin(
                read -> {
                    await(mayEnd);
                    try {
                        Thread.sleep(200);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    over.set(true);
                },
                () -> {});
        assertFalse(over.get());
        mayEnd.countDown();
        files.close();
        assertTrue(over.get(), "parameters may be freed after close");
    }
}
