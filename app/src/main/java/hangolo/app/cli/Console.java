package hangolo.app.cli;

import hangolo.app.log.TrainingDisplay;
import hangolo.app.run.Interrupt;
import hangolo.app.run.LetterRecognizer;
import hangolo.app.run.RunContext;
import java.time.Clock;
import java.time.Duration;

/** Progress on standard error, and Ctrl-C, while a long command runs. */
final class Console implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final TrainingDisplay display =
            new TrainingDisplay(System.err, System.console() != null, BETWEEN_LINES, System::nanoTime);
    private final Interrupt interrupt = new Interrupt();
    private final Runnable over = interrupt.catchSignals(ExitCode.FAILED);

    TrainingDisplay display() {
        return display;
    }

    RunContext context() {
        return context(LetterRecognizer.none());
    }

    RunContext context(LetterRecognizer recognizer) {
        return new RunContext("hangolo " + Version.number(), display, interrupt, recognizer, Clock.systemDefaultZone());
    }

    @Override
    public void close() {
        display.close();
        over.run();
    }
}
