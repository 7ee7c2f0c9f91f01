package hangolo.app.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes files one after the other on a background thread, while training goes on with the work that does not change its
 * parameters: loading batches, forward and backward passes. Only the training thread calls it.
 */
final class BackgroundWriter implements AutoCloseable {

    /** Writes one file. */
    @FunctionalInterface
    interface FileWrite {
        /**
         * Writes the file.
         *
         * @param parametersRead to call once the parameters may change again; implied when the method returns
         */
        void run(Runnable parametersRead) throws IOException;
    }

    private record QueuedWrite(Future<?> written, CountDownLatch parametersRead, Runnable onWritten) {}

    private final Deque<QueuedWrite> queue = new ArrayDeque<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread writer = new Thread(task, "hangolo-files");
        writer.setDaemon(true);
        return writer;
    });

    /**
     * Queues a file.
     *
     * @param onWritten called by {@link #awaitRead} or {@link #await} once the file is complete
     */
    void begin(FileWrite write, Runnable onWritten) {
        CountDownLatch read = new CountDownLatch(1);
        Future<?> written = thread.submit(() -> {
            try {
                write.run(read::countDown);
            } finally {
                read.countDown();
            }
            return null;
        });
        queue.add(new QueuedWrite(written, read, onWritten));
    }

    /**
     * Waits until no queued file needs the current parameters.
     *
     * @throws IOException if a file could not be written
     */
    void awaitRead() throws IOException {
        for (QueuedWrite write : queue) {
            try {
                write.parametersRead.await();
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        while (!queue.isEmpty() && queue.peek().written.isDone()) {
            finish(queue.remove());
        }
    }

    /**
     * Waits until all files are complete.
     *
     * @throws IOException if a file could not be written
     */
    void await() throws IOException {
        while (!queue.isEmpty()) {
            finish(queue.remove());
        }
    }

    private static void finish(QueuedWrite write) throws IOException {
        try {
            write.written.get();
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw (IOException) e.getCause();
        }
        write.onWritten.run();
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while a checkpoint was being written");
    }

    /** Waits for the thread, which must not read parameters that are gone. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                over = thread.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
