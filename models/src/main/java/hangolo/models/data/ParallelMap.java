package hangolo.models.data;

import hangolo.base.ParallelLoop;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Maps a list on several threads, and tells how far it is. */
final class ParallelMap {

    /** What is done with one item. */
    interface Function<T, R> {
        R apply(T item) throws IOException;
    }

    private ParallelMap() {}

    /** The results in the order of the items. Stops at the first item that fails; no thread works on when this returns. */
    @SuppressWarnings("unchecked") // an array of a type parameter cannot be made
    static <T, R> List<R> map(
            List<T> items, int threads, ProgressListener progress, String what, Function<T, R> function)
            throws IOException {
        R[] results = (R[]) new Object[items.size()];
        AtomicInteger done = new AtomicInteger();
        progress.update(0, results.length, what);
        ParallelLoop.run(results.length, threads, i -> {
            results[i] = function.apply(items.get(i));
            synchronized (done) {
                progress.update(done.incrementAndGet(), results.length, what);
            }
        });
        return Arrays.asList(results);
    }
}
