package hangolo.app.run;

import hangolo.base.WholeFile;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterStore;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.checkpoint.CheckpointLosses;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.TrainingCheckpoint;
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
 * Writes the weight files of a run in the structure of Coqui's trainer (xtts-spec.md 1.4). The frozen tensors come from the
 * model folder, the trained ones and their moments from memory, on a spare thread: what is begun here is complete after {@link
 * #await}, and until {@link #awaitRead} the parameters must stay as they are.
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
    private Optional<Begun> last = Optional.empty();

    /** The file that was begun last. */
    private record Begun(Moment moment, Path file) {}

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

    /** What is true when a file is written. */
    record Moment(RunState progressed, double rate, OptionalDouble trainMel, OptionalDouble evalMel, LocalDate today) {}

    /** Begins {@code checkpoint_<step>.pth}; once it is complete, the oldest ones beyond the limit are deleted. */
    void save(Moment moment, Consumer<Path> told) {
        begin(folder.checkpoint(moment.progressed().train().step()), moment, told, file -> {
            List<RunFolder.Numbered> all = folder.checkpoints();
            for (RunFolder.Numbered old : all.subList(0, Math.max(0, all.size() - keep))) {
                Files.deleteIfExists(old.file());
            }
        });
    }

    /**
     * Begins {@code best_model_<step>.pth}; once it is complete, {@code best_model.pth} points to it, and the earlier best models are
     * deleted.
     */
    void saveBest(Moment moment, Consumer<Path> told) {
        begin(folder.best(moment.progressed().train().step()), moment, told, file -> {
            secondName(folder.best(), file);
            for (RunFolder.Numbered old : folder.bestModels()) {
                if (!old.file().equals(file)) {
                    Files.deleteIfExists(old.file());
                }
            }
        });
    }

    /** What is done with a complete file. */
    private interface Then {
        void run(Path file) throws IOException;
    }

    /** A best model and a checkpoint of the same moment are one file with two names. */
    private void begin(Path file, Moment moment, Consumer<Path> told, Then then) {
        Optional<Path> same =
                last.filter(begun -> begun.moment().equals(moment)).map(Begun::file);
        BackgroundWriter.Work work = same.isPresent() ? read -> secondName(file, same.get()) : writing(file, moment);
        files.begin(
                read -> {
                    work.run(read);
                    then.run(file);
                },
                () -> told.accept(file));
        last = Optional.of(new Begun(moment, file));
    }

    /** Waits until the parameters may change; those who wanted to hear of files that are complete are told. */
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

    /** Makes {@code best_model.pth} the best model of a resumed run, should a kill have come between its two names. */
    void repairBest(long step) throws IOException {
        Path file = folder.best(step);
        boolean stale =
                Files.isRegularFile(file) && (!Files.exists(folder.best()) || Files.mismatch(file, folder.best()) >= 0);
        if (stale) {
            secondName(folder.best(), file);
        }
    }

    /** Values in the model, frozen parts included, as Coqui counts them. */
    long modelSize() {
        try (WeightFile model = WeightFile.open(modelDir.resolve("model.pth"));
                WeightFile dvae = WeightFile.open(modelDir.resolve("dvae.pth"))) {
            return Stream.of(model, dvae)
                    .flatMap(file -> file.tensors().values().stream())
                    .mapToLong(StoredTensor::count)
                    .sum();
        }
    }

    /** A second name for the same file where the disk can do that, else a copy. */
    private static void secondName(Path name, Path file) throws IOException {
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

    private BackgroundWriter.Work writing(Path file, Moment moment) {
        RunState state = moment.progressed();
        TrainingCheckpoint checkpoint = new TrainingCheckpoint(
                config,
                moment.rate(),
                state.train().updates(),
                state.train().step(),
                state.train().epoch() - state.startEpoch(),
                DATE.format(moment.today()),
                new CheckpointLosses(moment.trainMel(), moment.evalMel()),
                state.toMap());
        return read -> checkpoint.write(file, modelDir, store, optimizer, read);
    }
}
