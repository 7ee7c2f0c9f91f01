package hangolo.engine.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Splits rows over a fixed number of threads, always in the same way, so that a sum over rows has one order and a run
 * can be repeated bit for bit.
 */
final class Workers implements AutoCloseable {

    /** A loop over rows {@code from} to {@code to}; the scratch belongs to one thread. */
    interface Loop {
        void run(int from, int to, Scratch scratch);
    }

    /** Below this many values a second thread costs more than it brings. */
    private static final int WORTHWHILE = 16_384;

    private final List<Scratch> scratches = new ArrayList<>();
    private final ExecutorService pool;

    Workers(int threads) {
        for (int i = 0; i < threads; i++) {
            scratches.add(new Scratch());
        }
        this.pool = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "hangolo-cpu");
            thread.setDaemon(true);
            return thread;
        });
    }

    int threads() {
        return scratches.size();
    }

    /** The scratch of the calling thread. */
    Scratch own() {
        return scratches.get(0);
    }

    /** Runs the loop over {@code rows} rows of {@code width} values each. */
    void rows(int rows, int width, Loop loop) {
        split(rows, (long) rows * width < WORTHWHILE ? 1 : threads(), loop);
    }

    /** Runs the loop over that many pieces of work that are each worth a thread. */
    void tasks(int count, Loop loop) {
        split(count, threads(), loop);
    }

    private void split(int rows, int parts, Loop loop) {
        int used = Math.max(1, Math.min(parts, rows));
        List<Future<?>> others = new ArrayList<>(used - 1);
        for (int i = 1; i < used; i++) {
            int from = bound(rows, i, used);
            int to = bound(rows, i + 1, used);
            Scratch scratch = scratches.get(i);
            others.add(pool.submit(() -> loop.run(from, to, scratch)));
        }
        try {
            loop.run(0, bound(rows, 1, used), scratches.get(0));
        } finally {
            others.forEach(Workers::await);
        }
    }

    private static int bound(int rows, int part, int parts) {
        return (int) ((long) rows * part / parts);
    }

    private static void await(Future<?> future) {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a calculation failed: " + e.getCause(), e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        scratches.forEach(Scratch::close);
    }
}
