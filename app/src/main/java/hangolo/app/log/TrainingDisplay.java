package hangolo.app.log;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows the training: a progress bar with the remaining time on a terminal, otherwise a plain line every few seconds.
 *
 * <p>Not thread-safe.
 */
public final class TrainingDisplay implements AutoCloseable {

    private final PrintStream out;
    private final LongSupplier nanoClock;
    private final long everyNanos;
    private final boolean terminal;
    private ProgressBar bar;
    private long total;
    private long first;
    private long startedAt;
    private long printedAt;

    /**
     * A display.
     *
     * @param out where to write
     * @param terminal whether {@code out} is a terminal that can redraw a line
     * @param every interval of plain lines if it is not
     */
    public TrainingDisplay(PrintStream out, boolean terminal, Duration every, LongSupplier nanoClock) {
        this.out = out;
        this.terminal = terminal;
        this.everyNanos = every.toNanos();
        this.nanoClock = nanoClock;
    }

    /** Metrics of the last step. */
    public record Metrics(double melCe, double textCe, OptionalDouble evalMelCe, double tokensPerSecond) {
        private String text() {
            String eval =
                    evalMelCe.isPresent() ? String.format(Locale.ROOT, " (eval %.3f)", evalMelCe.getAsDouble()) : "";
            return String.format(
                    Locale.ROOT, "Mel CE %.3f%s  Text CE %.4f  %.0f tokens/s", melCe, eval, textCe, tokensPerSecond);
        }
    }

    /** Progress of work before training, such as preparing clips. The last call of a task has {@code done == total}. */
    public void task(String what, int done, int total) {
        if (terminal) {
            if (bar == null || done == 0) {
                close();
                bar = bar(what, total);
            }
            bar.stepTo(done);
            if (done >= total) {
                close();
            }
        } else if (done >= total && total > 0) {
            out.println(what + ": " + total);
        }
    }

    private ProgressBar bar(String title, long length) {
        return new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(length)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .build();
    }

    /** Starts the training display with the first and the last step. */
    public void start(String title, long firstStep, long lastStep) {
        first = firstStep;
        total = lastStep - firstStep;
        startedAt = nanoClock.getAsLong();
        printedAt = startedAt;
        if (terminal) {
            bar = bar(title, total);
        } else {
            out.println(title + ": steps " + firstStep + " to " + lastStep);
        }
    }

    /** After a step. */
    public void step(long stepsDone, Metrics metrics) {
        long done = stepsDone - first;
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(" " + metrics.text());
            return;
        }
        long now = nanoClock.getAsLong();
        if (now - printedAt >= everyNanos) {
            printedAt = now;
            double seconds = (now - startedAt) / 1e9;
            long left = Math.round(seconds / Math.max(1, done) * (total - done));
            out.printf(
                    Locale.ROOT,
                    "step %d (%d %%)  %s  %s left%n",
                    stepsDone,
                    100 * done / Math.max(1, total),
                    metrics.text(),
                    time(left));
        }
    }

    /** Prints a permanent line. */
    public void line(String text) {
        if (bar != null) {
            bar.pause();
            out.print("\r\u001b[K");
        }
        out.println(text);
        if (bar != null) {
            bar.resume();
        }
    }

    /** Seconds as text: {@code 1 h 05 min}, {@code 3 min 20 s}, {@code 12 s}. */
    public static String time(long seconds) {
        if (seconds >= 3600) {
            return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
        }
        return seconds >= 60 ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60) : seconds + " s";
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
