package hangolo.engine.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Splits loops over a fixed number of threads, always in the same way, so that a sum over rows has one order and a run can be
 * repeated bit for bit.
 */
final class ThreadPool implements AutoCloseable {

    /** A loop over rows {@code from} to {@code to}; the scratch belongs to one thread. */
    interface Loop {
        void run(int from, int to, Scratch scratch);
    }

    /** With fewer values a second thread costs more than it gains. */
    private static final int WORTHWHILE = 16_384;

    /** How often a thread spins before it parks: some ten microseconds, since waking it takes longer. */
    private static final int SPINS = 4_000;

    /** A thread's share of a loop. */
    private record Share(Loop loop, int from, int to) {}

    /** A thread that waits for a share and runs it, again and again. */
    private static final class Worker extends Thread {

        private final Scratch scratch;
        private volatile Share share;
        private volatile Thread waiting;
        private volatile boolean closed;
        private volatile Throwable failure;

        Worker(Scratch scratch) {
            super("hangolo-cpu");
            this.scratch = scratch;
            setDaemon(true);
            start();
        }

        void take(Share next) {
            share = next;
            LockSupport.unpark(this);
        }

        /** Waits until the share is done. */
        void await() {
            waiting = Thread.currentThread();
            for (int spins = 0; share != null; spins++) {
                spinOrPark(spins);
            }
            waiting = null;
            Throwable failed = failure;
            if (failed != null) {
                failure = null;
                throw new IllegalStateException("a calculation failed: " + failed, failed);
            }
        }

        @Override
        public void run() {
            for (int spins = 0; !closed; spins++) {
                Share next = share;
                if (next == null) {
                    spinOrPark(spins);
                } else {
                    work(next);
                    spins = 0;
                }
            }
        }

        private void work(Share next) {
            try {
                next.loop.run(next.from, next.to, scratch);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            share = null;
            LockSupport.unpark(waiting);
        }

        private static void spinOrPark(int spins) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park();
            }
        }

        void close() {
            closed = true;
            LockSupport.unpark(this);
            boolean interrupted = false;
            while (isAlive()) {
                try {
                    join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            scratch.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final Scratch own = new Scratch();
    private final List<Worker> others = new ArrayList<>();

    ThreadPool(int threads) {
        for (int i = 1; i < threads; i++) {
            others.add(new Worker(new Scratch()));
        }
    }

    int threads() {
        return 1 + others.size();
    }

    /** The scratch of the calling thread. */
    Scratch own() {
        return own;
    }

    /** Runs the loop over {@code rows} rows of {@code width} values each. */
    void rows(int rows, int width, Loop loop) {
        split(rows, (long) rows * width < WORTHWHILE ? 1 : threads(), loop);
    }

    /** Runs the loop over that many tasks that are each worth a thread. */
    void tasks(int count, Loop loop) {
        split(count, threads(), loop);
    }

    private void split(int rows, int parts, Loop loop) {
        int used = Math.max(1, Math.min(parts, rows));
        for (int i = 1; i < used; i++) {
            others.get(i - 1).take(new Share(loop, bound(rows, i, used), bound(rows, i + 1, used)));
        }
        try {
            loop.run(0, bound(rows, 1, used), own);
        } finally {
            for (int i = 1; i < used; i++) {
                others.get(i - 1).await();
            }
        }
    }

    private static int bound(int rows, int part, int parts) {
        return (int) ((long) rows * part / parts);
    }

    @Override
    public void close() {
        others.forEach(Worker::close);
        own.close();
    }
}
