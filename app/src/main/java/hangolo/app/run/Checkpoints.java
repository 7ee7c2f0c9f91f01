package hangolo.app.run;

import hangolo.base.WholeFile;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterStore;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.checkpoint.CheckpointLosses;
import hangolo.models.weights.checkpoint.TrainingCheckpoint;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes the weight files of a run in the structure of Coqui's trainer (xtts-spec.md 1.4). Frozen tensors come from the model
 * folder, trained ones and their Adam moments from memory. A background thread writes the files: they are complete after {@link
 * #await}, and the parameters must not change before {@link #awaitRead}.
 */
final class Checkpoints implements AutoCloseable {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMMM dd, yyyy", Locale.ENGLISH);

    private final RunFolder folder;
    private final Path modelDir;
    private final ParameterStore store;
    private final AdamW optimizer;
    private final Map<String, Object> config;
    private final int keep;
    private final BackgroundWriter files = new BackgroundWriter();
    private Optional<PendingFile> last = Optional.empty();

    /** The file that was queued last. */
    private record PendingFile(Snapshot snapshot, Path file) {}

    /**
     * For one phase.
     *
     * @param config what {@code config.json} holds
     * @param keep how many checkpoints stay, at least 1
     */
    Checkpoints(
            RunFolder folder,
            Path modelDir,
            ParameterStore store,
            AdamW optimizer,
            Map<String, Object> config,
            int keep) {
        this.folder = folder;
        this.modelDir = modelDir;
        this.store = store;
        this.optimizer = optimizer;
        this.config = config;
        this.keep = Math.max(1, keep);
    }

    /** What a file records besides weights and moments. */
    record Snapshot(RunState state, double rate, OptionalDouble trainMel, OptionalDouble evalMel, LocalDate today) {}

    /** Queues {@code checkpoint_<step>.pth}; once it is complete, the oldest checkpoints beyond the limit are deleted. */
    void save(Snapshot snapshot, Consumer<Path> onWritten) {
        queue(folder.checkpoint(snapshot.state().train().step()), snapshot, onWritten, file -> {
            List<RunFolder.Numbered> all = folder.checkpoints();
            for (RunFolder.Numbered old : all.subList(0, Math.max(0, all.size() - keep))) {
                Files.deleteIfExists(old.file());
            }
        });
    }

    /**
     * Queues {@code best_model_<step>.pth}; once it is complete, {@code best_model.pth} points to it and the earlier best models
     * are deleted.
     */
    void saveBest(Snapshot snapshot, Consumer<Path> onWritten) {
        queue(folder.best(snapshot.state().train().step()), snapshot, onWritten, file -> {
            link(folder.best(), file);
            for (RunFolder.Numbered old : folder.bestModels()) {
                if (!old.file().equals(file)) {
                    Files.deleteIfExists(old.file());
                }
            }
        });
    }

    /** What follows once a file is complete. */
    private interface FileAction {
        void run(Path file) throws IOException;
    }

    /** A best model and a checkpoint of the same snapshot are one file with two names. */
    private void queue(Path file, Snapshot snapshot, Consumer<Path> onWritten, FileAction onComplete) {
        Optional<Path> same =
                last.filter(pending -> pending.snapshot().equals(snapshot)).map(PendingFile::file);
        BackgroundWriter.FileWrite write = same.isPresent() ? read -> link(file, same.get()) : writing(file, snapshot);
        files.begin(
                read -> {
                    write.run(read);
                    onComplete.run(file);
                },
                () -> onWritten.accept(file));
        last = Optional.of(new PendingFile(snapshot, file));
    }

    /** Waits until the parameters may change, and reports the files that are complete. */
    void awaitRead() throws IOException {
        files.awaitRead();
    }

    /** Waits until every file is complete. */
    void await() throws IOException {
        files.await();
    }

    @Override
    public void close() {
        files.close();
    }

    /** Points {@code best_model.pth} to the best model of a resumed run, in case the process was killed between the two names. */
    void repairBest(long step) throws IOException {
        Path file = folder.best(step);
        boolean stale =
                Files.isRegularFile(file) && (!Files.exists(folder.best()) || Files.mismatch(file, folder.best()) >= 0);
        if (stale) {
            link(folder.best(), file);
        }
    }

    /** The number of parameters, frozen ones included, as Coqui counts them. */
    long modelSize() {
        try (WeightFile model = WeightFile.open(modelDir.resolve("model.pth"));
                WeightFile dvae = WeightFile.open(modelDir.resolve("dvae.pth"))) {
            return Stream.of(model, dvae)
                    .flatMap(file -> file.tensors().values().stream())
                    .mapToLong(StoredTensor::count)
                    .sum();
        }
    }

    /** A hard link where the file system supports it, else a copy. */
    private static void link(Path name, Path file) throws IOException {
        Path partial = WholeFile.part(name);
        Files.deleteIfExists(partial);
        try {
            Files.createLink(partial, file);
            WholeFile.rename(partial, name);
        } catch (UnsupportedOperationException | FileSystemException e) {
            WholeFile.copy(file, name);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private BackgroundWriter.FileWrite writing(Path file, Snapshot snapshot) {
        RunState state = snapshot.state();
        TrainingCheckpoint checkpoint = new TrainingCheckpoint(
                config,
                snapshot.rate(),
                state.train().updates(),
                state.train().step(),
                state.train().epoch() - state.startEpoch(),
                DATE.format(snapshot.today()),
                new CheckpointLosses(snapshot.trainMel(), snapshot.evalMel()),
                state.toMap());
        return read -> checkpoint.write(file, modelDir, store, optimizer, read);
    }
}
