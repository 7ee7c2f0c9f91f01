package hangolo.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one phase and the file names in it.
 *
 * @param path absolute
 */
public record RunFolder(Path path) {

    /** The newest best model. */
    public static final String BEST = "best_model.pth";

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint_(\\d+)\\.pth");
    private static final Pattern BEST_STEP = Pattern.compile("best_model_(\\d+)\\.pth");
    private static final Pattern UNFINISHED = Pattern.compile("\\..*\\.(part|tmp)|.*\\.tmp");

    /** A numbered weight file. */
    public record Numbered(long step, Path file) {}

    /** Creates a new folder {@code <name>_<time stamp>}. */
    public static RunFolder create(Path parent, String name, LocalDateTime now) throws IOException {
        Files.createDirectories(parent);
        String stem = name + "_" + STAMP.format(now);
        Path folder = parent.resolve(stem);
        for (int i = 2; Files.exists(folder); i++) {
            folder = parent.resolve(stem + "-" + i);
        }
        return new RunFolder(Files.createDirectory(folder).toAbsolutePath().normalize());
    }

    /** {@code checkpoint_<step>.pth}. */
    public Path checkpoint(long step) {
        return path.resolve("checkpoint_" + step + ".pth");
    }

    /** {@code best_model_<step>.pth}. */
    public Path best(long step) {
        return path.resolve("best_model_" + step + ".pth");
    }

    /** {@code best_model.pth}. */
    public Path best() {
        return path.resolve(BEST);
    }

    /** {@code audit.jsonl}. */
    public Path audit() {
        return path.resolve("audit.jsonl");
    }

    /** Whether a checkpoint lies in this folder. */
    public boolean holds(Path checkpoint) {
        return checkpoint.toAbsolutePath().normalize().getParent().equals(path);
    }

    /** All {@code checkpoint_<step>.pth}, oldest first. */
    public List<Numbered> checkpoints() throws IOException {
        return numbered(CHECKPOINT);
    }

    /** All {@code best_model_<step>.pth}, oldest first. */
    public List<Numbered> bestModels() throws IOException {
        return numbered(BEST_STEP);
    }

    /** The size of all numbered weight files in GB (10^9 bytes); a file with two names counts once if the file system can tell. */
    public double weightsGb() throws IOException {
        long bytes = 0;
        Set<Object> counted = new HashSet<>();
        for (Numbered file :
                Stream.concat(checkpoints().stream(), bestModels().stream()).toList()) {
            BasicFileAttributes facts = Files.readAttributes(file.file(), BasicFileAttributes.class);
            boolean another = facts.fileKey() == null || counted.add(facts.fileKey());
            bytes += another ? facts.size() : 0;
        }
        return bytes / 1e9;
    }

    /** The newest file to resume from: a checkpoint, or the best model if that is newer. */
    public Optional<Path> newest() throws IOException {
        List<Numbered> all = new ArrayList<>(bestModels());
        all.addAll(checkpoints());
        return all.stream().max(Comparator.comparingLong(Numbered::step)).map(Numbered::file);
    }

    private List<Numbered> numbered(Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.flatMap(file -> {
                        Matcher matcher = pattern.matcher(file.getFileName().toString());
                        return matcher.matches()
                                ? Stream.of(new Numbered(Long.parseLong(matcher.group(1)), file))
                                : Stream.empty();
                    })
                    .sorted(Comparator.comparingLong(Numbered::step))
                    .toList();
        }
    }

    /** Deletes the unfinished files of a killed process, in this folder and below. */
    public List<Path> removeUnfinished() throws IOException {
        List<Path> removed = new ArrayList<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (UNFINISHED.matcher(file.getFileName().toString()).matches() && Files.deleteIfExists(file)) {
                    removed.add(file);
                }
            }
        }
        return removed;
    }
}
