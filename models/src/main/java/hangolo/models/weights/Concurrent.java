package hangolo.models.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
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
        int threads = Math.min(count, Runtime.getRuntime().availableProcessors());
        try {
            IntStream.range(0, threads).parallel().forEach(thread -> {
                boolean done = false;
                try {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        piece.run(i);
                    }
                    done = true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    if (!done) next.set(count);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
