package hangolo.app.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The user's wish to stop. Ctrl-C finishes the step, saves a checkpoint and ends the process with exit code 1: the run is not
 * complete, but can be resumed.
 */
public final class Interrupt {

    private static final long LONGEST_MINUTES = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /** Asks the run to stop after the step it is in. */
    public void request() {
        requested = true;
    }

    /** Whether someone asked. */
    public boolean requested() {
        return requested;
    }

    /** The run has saved what it has to save; the process may end. */
    public void finished() {
        finished.countDown();
    }

    /**
     * Makes Ctrl-C, a closed terminal and a polite kill a {@link #request}. The process then waits for {@link #finished} and
     * ends with that exit code.
     *
     * @return what to call when the run is over, so that a normal end of the process is not held up
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
