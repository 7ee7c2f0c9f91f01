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
 * Writes files of the training one after the other on a spare thread, while the training goes on with what does not change its
 * parameters: the next batches, forward and backward. Used by the training's thread alone.
 */
final class BackgroundWriter implements AutoCloseable {

    /** What is written. */
    @FunctionalInterface
    interface Work {

        /**
         * Writes the file.
         *
         * @param read called when the parameters may change again, at the latest at the end
         */
        void run(Runnable read) throws IOException;
    }

    private record Job(Future<?> written, CountDownLatch read, Runnable told) {}

    private final Deque<Job> jobs = new ArrayDeque<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread spare = new Thread(task, "hangolo-files");
        spare.setDaemon(true);
        return spare;
    });

    /**
     * Begins to write, behind what was begun before.
     *
     * @param told called by {@link #awaitRead} or {@link #await} once the file is complete
     */
    void begin(Work work, Runnable told) {
        CountDownLatch read = new CountDownLatch(1);
        Future<?> written = thread.submit(() -> {
            try {
                work.run(read::countDown);
            } finally {
                read.countDown();
            }
            return null;
        });
        jobs.add(new Job(written, read, told));
    }

    /**
     * Waits until no file needs the parameters as they are.
     *
     * @throws IOException if a file could not be written
     */
    void awaitRead() throws IOException {
        for (Job job : jobs) {
            try {
                job.read.await();
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        while (!jobs.isEmpty() && jobs.peek().written.isDone()) {
            finish(jobs.remove());
        }
    }

    /**
     * Waits until all files are complete.
     *
     * @throws IOException if a file could not be written
     */
    void await() throws IOException {
        while (!jobs.isEmpty()) {
            finish(jobs.remove());
        }
    }

    private static void finish(Job job) throws IOException {
        try {
            job.written.get();
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
        job.told.run();
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
