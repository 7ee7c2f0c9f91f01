package hangolo.app.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code trainer_0_log.txt} line by line as Coqui's trainer writes it, terminal escapes included (xtts-spec.md 1.8). A
 * resumed run appends. Every message is flushed, so that nothing is lost when the process dies.
 *
 * <p>Two values differ in meaning from Coqui's: {@code grad_norm} is the actual norm before clipping (Coqui logs 0 without
 * clipping), and lines about hardware name the backend of this program. Averages are Coqui's {@link KeepAverage}.
 */
public final class CoquiLog implements AutoCloseable {

    /** The file's name in a run folder. */
    public static final String FILE = "trainer_0_log.txt";

    private static final String UNDERLINE = "\u001b[4m";
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[92m";
    private static final String RED = "\u001b[91m";
    private static final String END = "\u001b[0m";
    private static final String INDENT = "     | > ";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final BufferedWriter writer;
    private Map<String, Double> previousEvaluation = Map.of();

    private CoquiLog(BufferedWriter writer) {
        this.writer = writer;
    }

    /** Opens the log of a run folder at its end. */
    public static CoquiLog append(Path folder) {
        try {
            return new CoquiLog(Files.newBufferedWriter(
                    folder.resolve(FILE),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the log " + folder.resolve(FILE), e);
        }
    }

    /** The environment: keys and values, for example {@code Num. of CPUs} and {@code 2}. */
    public void environment(Map<String, String> facts, Path folder) {
        message(" > Training Environment:");
        facts.forEach((key, value) -> message(" | > " + key + ": " + value));
        message(" > Start Tensorboard: tensorboard --logdir=" + folder);
    }

    /** The number of parameters, frozen ones included. */
    public void modelSize(long parameters) {
        message("\n > Model has " + parameters + " parameters");
    }

    /** The start of an epoch, counted from 0. */
    public void epoch(long epoch, long epochs, Path folder) {
        message("\n" + UNDERLINE + BOLD + " > EPOCH: " + epoch + "/" + epochs + END);
        message(" --> " + folder);
    }

    /** The start of an epoch's training. */
    public void trainingStarted(LocalDateTime now) {
        message("\n" + BOLD + " > TRAINING (" + TIME.format(now) + ") " + END);
    }

    /**
     * One step.
     *
     * @param step position in the epoch, from 0
     * @param batches batches of the epoch
     * @param globalStep steps trained before this one
     */
    public void step(LocalDateTime now, int step, int batches, long globalStep, List<LogValue> values) {
        message("");
        StringBuilder text = new StringBuilder(BOLD + "   --> TIME: " + TIME.format(now) + " -- STEP: " + step + "/"
                + batches + " -- GLOBAL_STEP: " + globalStep + END + "\n");
        for (LogValue value : values) {
            text.append(INDENT).append(value.key()).append(": ").append(value.value());
            text.append(
                    value.average().isPresent()
                            ? "  (" + PythonNumbers.text(value.average().getAsDouble()) + ")\n"
                            : " \n");
        }
        message(text.toString());
    }

    /** The start of an evaluation. */
    public void evaluationStarted() {
        message("\n" + BOLD + " > EVALUATION " + END + "\n");
    }

    /** The end of an evaluation: averages by key, compared with those of the previous evaluation. */
    public void evaluationEnded(Map<String, Double> averages) {
        StringBuilder text = new StringBuilder("\n  " + BOLD + "--> EVAL PERFORMANCE" + END + "\n");
        averages.forEach((key, value) -> {
            Double before = previousEvaluation.get(key);
            double change = before == null ? 0 : value - before;
            String color = change < 0 ? GREEN : change > 0 ? RED : "";
            String sign = change < 0 ? "" : "+";
            String shown = before == null ? "0" : PythonNumbers.text(change);
            text.append(INDENT).append(key).append(":").append(color).append(" ");
            text.append(PythonNumbers.text(value)).append(" ").append(END);
            text.append("(").append(sign).append(shown).append(")\n");
        });
        previousEvaluation = new LinkedHashMap<>(averages);
        message(text.toString());
    }

    /** A checkpoint was written. */
    public void checkpoint(Path file) {
        message("\n > CHECKPOINT : " + file);
    }

    /** A best model was written. */
    public void bestModel(Path file) {
        message(" > BEST MODEL : " + file);
    }

    /** A line of this program that Coqui's trainer does not have. */
    public void note(String text) {
        message(" > " + text);
    }

    private void message(String text) {
        try {
            writer.write(text);
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the training log", e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the training log", e);
        }
    }
}
