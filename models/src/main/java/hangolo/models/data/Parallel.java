package hangolo.models.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Works through a list with a fixed number of threads. */
final class Parallel {

    /** What is done with one item. */
    interface Work<T, R> {
        R apply(T item) throws IOException;
    }

    private final ProgressListener progress;
    private final String what;
    private final int total;
    private int done;

    private Parallel(ProgressListener progress, String what, int total) {
        this.progress = progress;
        this.what = what;
        this.total = total;
        progress.update(0, total, what);
    }

    /**
     * The results in the order of the items. Stops at the first item that fails; no thread works on when this returns.
     */
    static <T, R> List<R> map(List<T> items, int threads, ProgressListener progress, String what, Work<T, R> work)
            throws IOException {
        Parallel stage = new Parallel(progress, what, items.size());
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, items.size())), task -> {
            Thread thread = new Thread(task, "hangolo-" + what.replace(' ', '-'));
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> futures = new ArrayList<>(items.size());
            for (T item : items) {
                futures.add(executor.submit(() -> {
                    R result = work.apply(item);
                    stage.oneMore();
                    return result;
                }));
            }
            return results(futures);
        } finally {
            finish(executor);
        }
    }

    private static <R> List<R> results(List<Future<R>> futures) throws IOException {
        List<R> results = new ArrayList<>(futures.size());
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the preparation of the data was interrupted");
            }
        }
        return results;
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    private static void finish(ExecutorService executor) {
        executor.shutdownNow();
        try {
            executor.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void oneMore() {
        done++;
        progress.update(done, total, what);
    }
}
