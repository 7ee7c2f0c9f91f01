package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.record.RunRecords;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a phase starts.
 *
 * @param weights the file that holds the weights; empty for {@code model.pth}
 * @param resumed the run folder to continue; empty for a new run
 */
record StartPoint(Optional<Path> weights, Optional<RunFolder> resumed) {

    /** The checkpoint of {@code --resume}, or else the start that the configuration names. */
    static StartPoint of(PhaseConfig config, Optional<Path> resume) {
        if (resume.isPresent()) {
            Path file = resume.get().toAbsolutePath().normalize();
            if (!Files.isRegularFile(file)) {
                throw new RunException(file + ": there is no such checkpoint to resume from");
            }
            return new StartPoint(Optional.of(file), ownFolder(config, file));
        }
        return config.start() instanceof PhaseConfig.Start.Checkpoint start
                ? new StartPoint(Optional.of(start.file()), Optional.empty())
                : new StartPoint(Optional.empty(), Optional.empty());
    }

    /** The folder of the checkpoint, if it is a run of this program in the same phase. */
    private static Optional<RunFolder> ownFolder(PhaseConfig config, Path file) {
        Path folder = file.getParent();
        boolean own =
                RunRecords.existIn(folder) && RunRecords.read(folder).head().phase() == config.phase();
        return own ? Optional.of(new RunFolder(folder)) : Optional.empty();
    }

    /** The weight file, also if it is {@code model.pth}. */
    Path file(PhaseConfig config) {
        return weights.orElse(config.modelDir().resolve("model.pth"));
    }

    /** Restores moments and counters into a model that has its weights already. */
    RestoredState restore(PhaseConfig config, XttsModel model) throws IOException {
        boolean everything =
                weights.isPresent() && (resumed.isPresent() || config.resume() == PhaseConfig.ResumeMode.ALL);
        return everything
                ? RestoredState.everything(weights.get(), model.parameters(), config.seed())
                : RestoredState.weightsOnly(config.seed());
    }
}
