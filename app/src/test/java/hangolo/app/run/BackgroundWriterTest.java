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

@Timeout(30)
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
    void theParametersAreFreeBeforeTheFileIsComplete() throws IOException {
        CountDownLatch slowDisk = new CountDownLatch(1);
        files.begin(
                read -> {
                    events.add("read");
                    read.run();
                    await(slowDisk);
                    events.add("written");
                },
                () -> events.add("told"));
        files.awaitRead();
        assertEquals(List.of("read"), events);
        slowDisk.countDown();
        files.await();
        assertEquals(List.of("read", "written", "told"), events);
        files.close();
    }

    @Test
    void filesAreWrittenInOrderAndToldOfByTheCaller() throws IOException {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < 5; i++) {
            String name = "file " + i;
            files.begin(
                    read -> events.add(name), () -> events.add(name + " told " + (Thread.currentThread() == caller)));
        }
        files.await();
        assertEquals(
                List.of("file 0", "file 1", "file 2", "file 3", "file 4"),
                events.stream().filter(event -> !event.contains("told")).toList());
        assertEquals(
                List.of(
                        "file 0 told true",
                        "file 1 told true",
                        "file 2 told true",
                        "file 3 told true",
                        "file 4 told true"),
                events.stream().filter(event -> event.contains("told")).toList());
        files.close();
    }

    @Test
    void aFailureIsThrownToTheTrainingAsItIs() {
        WeightFileException full = new WeightFileException(Path.of("checkpoint_7.pth"), "no space left");
        for (Exception failure : List.of(full, new IOException("no link"))) {
            files.begin(
                    read -> {
                        if (failure instanceof IOException io) {
                            throw io;
                        }
                        throw full;
                    },
                    () -> events.add("told"));
            Exception thrown = assertThrows(Exception.class, files::await);
            assertEquals(failure, thrown);
        }
        assertEquals(List.of(), events, "nobody hears of a file that is not there");
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
        CountDownLatch begun = new CountDownLatch(1);
        files.begin(
                read -> {
                    begun.countDown();
                    try {
                        Thread.sleep(200);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    over.set(true);
                },
                () -> {});
        assertFalse(over.get());
        files.close();
        assertTrue(over.get(), "parameters may be freed after close");
        assertEquals(0, begun.getCount());
    }
}
