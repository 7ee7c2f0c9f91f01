package hangolo.app.run;

import hangolo.app.config.RunConfig;
import hangolo.app.report.RunRecords;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a phase begins.
 *
 * @param weights the file that holds the weights; empty for {@code model.pth}
 * @param resumed the run folder that goes on; empty for a new one
 */
record StartPoint(Optional<Path> weights, Optional<RunFolder> resumed) {

    /** What the user asked for: {@code --resume}, or else the configuration's start. */
    static StartPoint of(RunConfig config, Optional<Path> resume) {
        if (resume.isPresent()) {
            Path file = resume.get().toAbsolutePath().normalize();
            if (!Files.isRegularFile(file)) {
                throw new RunException(file + ": there is no such checkpoint to resume from");
            }
            return new StartPoint(Optional.of(file), ownFolder(config, file));
        }
        return config.start() instanceof RunConfig.Start.Checkpoint start
                ? new StartPoint(Optional.of(start.file()), Optional.empty())
                : new StartPoint(Optional.empty(), Optional.empty());
    }

    /** The folder of the checkpoint, if it is a run of this program and of the same phase. */
    private static Optional<RunFolder> ownFolder(RunConfig config, Path file) {
        Path folder = file.getParent();
        boolean own =
                RunRecords.existIn(folder) && RunRecords.read(folder).head().phase() == config.phase();
        return own ? Optional.of(new RunFolder(folder)) : Optional.empty();
    }

    /** The file, model.pth included. */
    Path file(RunConfig config) {
        return weights.orElse(config.modelDir().resolve("model.pth"));
    }

    /** Fills moments and counters into a model that has its weights already. */
    RestoredState takeOver(RunConfig config, XttsModel model) throws IOException {
        boolean everything =
                weights.isPresent() && (resumed.isPresent() || config.resume() == RunConfig.ResumeMode.ALL);
        return everything
                ? RestoredState.everything(weights.get(), model.parameters(), config.seed())
                : RestoredState.weightsOnly(config.seed());
    }
}
