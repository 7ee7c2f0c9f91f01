package hangolo.app.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a log of Coqui's trainer (xtts-spec.md 1.8): the file {@code trainer_0_log.txt}, or console output. Terminal
 * escapes are dropped, even if copying removed their escape character; lines may have any ending; a value that a crash cut short is
 * skipped.
 */
public final class CoquiLogReader {

    private static final Pattern ESCAPES = Pattern.compile("\u001b?\\[\\d+(;\\d+)*m");
    private static final Pattern EPOCH = Pattern.compile("> EPOCH: (\\d+)/(\\d+)\\s*$");
    private static final Pattern STEP =
            Pattern.compile("--> (?:TIME: .*? -- )?STEP: (\\d+)/(\\d+) -- GLOBAL_STEP: (\\d+)\\s*$");
    private static final Pattern VALUE = Pattern.compile("\\|\\s*> (\\w+):\\s*(\\S+)\\s*(?:\\(([^()]*)\\))?\\s*$");
    private static final Pattern SAVED =
            Pattern.compile("> (?:BEST MODEL|CHECKPOINT) : .*(?:best_model|checkpoint)_(\\d+)\\.pth\\s*$");

    /** An entry of a log. */
    public sealed interface Entry {
        /** The line in which it starts, from 1. */
        int line();
    }

    /** A start of the trainer. Several starts in one file belong to a resumed run. */
    public record Started(int line) implements Entry {}

    /** The start of an epoch, counted from 0 at every start of the trainer. */
    public record Epoch(int line, int epoch, int epochs) implements Entry {}

    /**
     * A training step.
     *
     * @param place position in the epoch, from 0
     * @param batches of the epoch
     * @param globalStep steps trained before this one
     * @param values by key
     */
    public record Trained(int line, int place, int batches, long globalStep, Map<String, Value> values)
            implements Entry {}

    /** A value of a step and its running average in the epoch ({@link KeepAverage}); NaN if it has none. */
    public record Value(double value, double average) {}

    /** The averages of an evaluation by key. */
    public record Evaluated(int line, Map<String, Double> averages) implements Entry {}

    /** A checkpoint or best model was written, by the step in its file name. */
    public record Saved(int line, long step) implements Entry {}

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private Optional<Map<String, Value>> step = Optional.empty();
    private Optional<Map<String, Double>> evaluation = Optional.empty();
    private int number;

    private CoquiLogReader(Path file) {
        this.file = file;
    }

    /**
     * Reads all entries of a log in order.
     *
     * @throws LogException if a value is not a number, with its line
     */
    public static List<Entry> read(Path file) {
        CoquiLogReader reader = new CoquiLogReader(file);
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines = reader(in)) {
            reader.read(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader.entries;
    }

    /** Redirected console output is UTF-16 on Windows. Any other encoding only matters in paths. */
    private static BufferedReader reader(InputStream in) throws IOException {
        PushbackInputStream marked = new PushbackInputStream(in, 3);
        byte[] head = marked.readNBytes(3);
        boolean little = head.length > 1 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE;
        boolean big = head.length > 1 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF;
        Charset charset = little || big ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        marked.unread(head);
        return new BufferedReader(new InputStreamReader(marked, charset));
    }

    private void read(BufferedReader lines) throws IOException {
        for (String raw = lines.readLine(); raw != null; raw = lines.readLine()) {
            number++;
            line(ESCAPES.matcher(raw).replaceAll("").replace("\u0000", ""));
        }
    }

    private void line(String line) {
        if (line.contains("> Training Environment:")) {
            begin(new Started(number));
            return;
        }
        if (line.contains("--> EVAL PERFORMANCE")) {
            Map<String, Double> averages = new LinkedHashMap<>();
            begin(new Evaluated(number, averages));
            evaluation = Optional.of(averages);
            return;
        }
        if (line.contains("|") && (step.isPresent() || evaluation.isPresent())) {
            value(line);
            return;
        }
        marked(line);
    }

    private void marked(String line) {
        Matcher match = STEP.matcher(line);
        if (match.find()) {
            Map<String, Value> values = new LinkedHashMap<>();
            begin(new Trained(number, integer(match.group(1)), integer(match.group(2)), whole(match.group(3)), values));
            step = Optional.of(values);
            return;
        }
        match = EPOCH.matcher(line);
        if (match.find()) {
            begin(new Epoch(number, integer(match.group(1)), integer(match.group(2))));
            return;
        }
        match = SAVED.matcher(line);
        if (match.find()) {
            begin(new Saved(number, whole(match.group(1))));
        } else if (!line.isBlank()) {
            step = Optional.empty();
            evaluation = Optional.empty();
        }
    }

    private void begin(Entry entry) {
        step = Optional.empty();
        evaluation = Optional.empty();
        entries.add(entry);
    }

    /** Values of an evaluation and averages of a step are in brackets; a line without them was cut short. */
    private void value(String line) {
        Matcher match = VALUE.matcher(line);
        if (!match.find()) {
            return;
        }
        String key = match.group(1);
        if (evaluation.isPresent() && match.group(3) != null) {
            evaluation.get().put(key, real(key, match.group(2)));
        } else if (step.isPresent() && match.group(3) != null) {
            step.get().put(key, new Value(real(key, match.group(2)), real(key, match.group(3))));
        }
    }

    private double real(String key, String text) {
        return switch (text) {
            case "nan", "NaN" -> Double.NaN;
            case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> parsed(key, text);
        };
    }

    private double parsed(String key, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new LogException(file + " line " + number + ": " + key + " must be a number, but is '" + text
                    + "'.\nThe file may have been edited; use the one that the trainer wrote.");
        }
    }

    private int integer(String text) {
        return Math.toIntExact(Math.min(whole(text), Integer.MAX_VALUE));
    }

    private long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new LogException(file + " line " + number + ": " + text + " is too large for a step.");
        }
    }
}
