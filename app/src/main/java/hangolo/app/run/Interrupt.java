package hangolo.app.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The user's request to stop. Ctrl-C finishes the current step, saves a checkpoint and ends the process with exit code 1: the
 * run is not complete but can be resumed.
 */
public final class Interrupt {

    private static final long LONGEST_MINUTES = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /** Asks the run to stop after the current step. */
    public void request() {
        requested = true;
    }

    /** Whether a stop was requested. */
    public boolean requested() {
        return requested;
    }

    /** Everything is saved; the process may end. */
    public void finished() {
        finished.countDown();
    }

    /**
     * Turns Ctrl-C, a closed terminal and SIGTERM into a {@link #request}. The process then waits for {@link #finished} and ends
     * with that exit code.
     *
     * @return to be called when the run is over, so that the process can end normally
     */
    public Runnable catchSignals(int exitCode) {
        Thread hook = new Thread(() -> waitAndHalt(exitCode), "hangolo-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            finished();
            if (!requested) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        };
    }

    private void waitAndHalt(int exitCode) {
        request();
        try {
            if (finished.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
