package hangolo.app.run;

import hangolo.app.report.WholeFile;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterStore;
import hangolo.models.weights.AtomicFile;
import hangolo.models.weights.Losses;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFile;
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
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Writes the weight files of a run in the structure of Coqui's trainer (xtts-spec.md 1.4). The frozen tensors come from the
 * model folder, the trained ones and their moments from memory.
 */
final class Checkpoints {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMMM dd, yyyy", Locale.ENGLISH);

    private final RunFolder folder;
    private final Path modelDir;
    private final ParameterStore store;
    private final AdamW optimizer;
    private final Map<String, Object> config;
    private final int keep;

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
    record Moment(
            Progressed progressed, double rate, OptionalDouble trainMel, OptionalDouble evalMel, LocalDate today) {}

    /** Writes {@code checkpoint_<step>.pth}, then deletes the oldest ones beyond the limit. */
    Path save(Moment moment) throws IOException {
        Path file = folder.checkpoint(moment.progressed().train().step());
        write(file, moment);
        List<RunFolder.Numbered> all = folder.checkpoints();
        for (RunFolder.Numbered old : all.subList(0, Math.max(0, all.size() - keep))) {
            Files.deleteIfExists(old.file());
        }
        return file;
    }

    /** Writes {@code best_model_<step>.pth}, points {@code best_model.pth} to it, then deletes the earlier best models. */
    Path saveBest(Moment moment) throws IOException {
        Path file = folder.best(moment.progressed().train().step());
        write(file, moment);
        pointTo(file);
        for (RunFolder.Numbered old : folder.bestModels()) {
            if (!old.file().equals(file)) {
                Files.deleteIfExists(old.file());
            }
        }
        return file;
    }

    /** Makes {@code best_model.pth} the best model of a resumed run, should a kill have come between its two names. */
    void repairBest(long step) throws IOException {
        Path file = folder.best(step);
        boolean stale =
                Files.isRegularFile(file) && (!Files.exists(folder.best()) || Files.mismatch(file, folder.best()) >= 0);
        if (stale) {
            pointTo(file);
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
    private void pointTo(Path file) throws IOException {
        Path partial = folder.path().resolve("." + RunFolder.BEST + ".part");
        Files.deleteIfExists(partial);
        try {
            Files.createLink(partial, file);
            WholeFile.move(partial, folder.best());
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.deleteIfExists(partial);
            AtomicFile.copy(file, folder.best());
        }
    }

    private void write(Path file, Moment moment) {
        Progressed state = moment.progressed();
        new TrainingCheckpoint(
                        config,
                        moment.rate(),
                        state.train().updates(),
                        state.train().step(),
                        state.train().epoch() - state.startEpoch(),
                        DATE.format(moment.today()),
                        new Losses(moment.trainMel(), moment.evalMel()),
                        state.toMap())
                .write(file, modelDir, store, optimizer);
    }
}
