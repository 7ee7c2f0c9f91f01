package hangolo.models.weights;

import java.io.IOException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Works through numbered pieces of work with all processors, the calling thread included. */
public final class Concurrent {

    /** One piece of work. */
    @FunctionalInterface
    public interface Piece {
        /** Does the piece of that number. */
        void run(int number) throws IOException;
    }

    private Concurrent() {}

    /**
     * Runs pieces 0 to {@code count} - 1, begun in that order, so that a file is read and written from its front to its back.
     *
     * @throws IOException of a piece that failed; no piece is begun after that, and none runs on when this returns
     */
    public static void each(int count, Piece piece) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        int threads = Math.min(count, ForkJoinPool.getCommonPoolParallelism() + 1);
        IntStream.range(0, threads).parallel().forEach(thread -> {
            try {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    piece.run(i);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(count);
            }
        });
        if (failure.get() != null) throw thrown(failure.get());
    }

    private static IOException thrown(Throwable failure) {
        if (failure instanceof RuntimeException unchecked) throw unchecked;
        if (failure instanceof Error error) throw error;
        return (IOException) failure;
    }
}
