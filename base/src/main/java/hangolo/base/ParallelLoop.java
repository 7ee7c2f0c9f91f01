package hangolo.base;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Runs the iterations of a loop on several threads, the calling thread included. */
public final class ParallelLoop {

    /** One iteration. */
    @FunctionalInterface
    public interface Body {
        /** Does the iteration of that number. */
        void run(int number) throws IOException;
    }

    private final int count;
    private final Body body;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private ParallelLoop(int count, Body body) {
        this.count = count;
        this.body = body;
    }

    /** Runs iterations 0 to {@code count} - 1 as {@link #run(int, int, Body)} does, on all processors. */
    public static void run(int count, Body body) throws IOException {
        run(count, Runtime.getRuntime().availableProcessors(), body);
    }

    /**
     * Runs iterations 0 to {@code count} - 1, begun in that order, so that a file is read and written from its front to its back.
     *
     * @param threads at most so many at a time
     * @throws IOException of an iteration that failed, or an {@link InterruptedIOException} if the calling thread was
     *     interrupted; none is begun after that, and none runs on when this returns
     */
    public static void run(int count, int threads, Body body) throws IOException {
        ParallelLoop loop = new ParallelLoop(count, body);
        Thread[] others = IntStream.range(1, Math.min(threads, count))
                .mapToObj(number -> new Thread(loop::work, "hangolo-loop-" + number))
                .toArray(Thread[]::new);
        for (Thread other : others) {
            other.setDaemon(true);
            other.start();
        }
        loop.work();
        for (Thread other : others) {
            loop.await(other);
        }
        loop.rethrow();
    }

    private void work() {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("the work was interrupted");
                }
                body.run(i);
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        next.set(count);
    }

    /** Waits for a thread even when interrupted, so that no iteration runs on; the interrupt then ends the loop. */
    private void await(Thread other) {
        boolean interrupted = false;
        while (other.isAlive()) {
            try {
                other.join();
            } catch (InterruptedException e) {
                interrupted = true;
                fail(new InterruptedIOException("the work was interrupted"));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws IOException {
        Throwable cause = failure.get();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException io) {
            throw io;
        }
    }
}
