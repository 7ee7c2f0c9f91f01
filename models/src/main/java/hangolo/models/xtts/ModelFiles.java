package hangolo.models.xtts;

import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weight files of a model folder while it is being loaded: {@code model.pth} and, in front of it, a checkpoint of Coqui's
 * trainer or of this program.
 */
final class ModelFiles implements AutoCloseable {

    private static final String TRAINER = "xtts.";

    private final Path folder;
    private final List<WeightFile> open = new ArrayList<>();

    /** Without a folder: only for files that are named. */
    ModelFiles() {
        this(Path.of(""));
    }

    private ModelFiles(Path folder) {
        this.folder = folder;
    }

    static ModelFiles of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ModelFormatException(folder + ": there is no such model folder");
        }
        return new ModelFiles(folder);
    }

    /** A file that must be there. */
    Path required(String name) throws IOException {
        Path path = folder.resolve(name);
        if (!Files.isRegularFile(path)) {
            throw new ModelFormatException(folder + ": the model folder has no " + name);
        }
        return path;
    }

    /** A file that may be there. */
    Optional<Path> optional(String name) {
        return Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
    }

    /** The tensors of a file; the file stays open until this object is closed. */
    StateDict read(Path path) {
        WeightFile file = WeightFile.open(path);
        open.add(file);
        return StateDict.of(file);
    }

    /** The tensors of a checkpoint under the names of {@code model.pth}. */
    StateDict checkpoint(Path path) throws ModelFormatException {
        StateDict weights = read(path);
        StateDict named = weights.hasPrefix(TRAINER) ? weights.under(TRAINER) : weights;
        if (!named.hasPrefix("gpt.")) {
            throw new ModelFormatException(path + ": no tensor of a GPT (gpt....) among "
                    + weights.names().size() + " tensors. Is this a checkpoint of an XTTS model?");
        }
        return named;
    }

    /** All tensors of the model: those of the checkpoint, if there is one, in front of those of {@code model.pth}. */
    StateDict model(Optional<Path> checkpoint) throws IOException {
        if (checkpoint.isEmpty()) {
            return read(required("model.pth"));
        }
        StateDict first = checkpoint(checkpoint.get());
        Optional<Path> base = optional("model.pth");
        return base.isPresent() ? first.over(read(base.get())) : first;
    }

    /** The DVAE: {@code dvae.pth}, or else what the checkpoint holds. */
    Optional<StateDict> dvae(Optional<Path> checkpoint) {
        Optional<Path> file = optional("dvae.pth");
        if (file.isPresent()) {
            StateDict weights = read(file.get());
            return Optional.of(weights.hasPrefix("dvae.") ? weights.under("dvae.") : weights);
        }
        return checkpoint
                .map(path -> read(path).under("dvae."))
                .filter(w -> !w.names().isEmpty());
    }

    /** The divisors of the mel bins: {@code mel_stats.pth}, or else the model's own. */
    float[] melStats(StateDict model, int bins) throws IOException {
        Optional<Path> file = optional("mel_stats.pth");
        if (file.isPresent()) {
            StateDict bare = read(file.get());
            String name = bare.names().stream()
                    .findFirst()
                    .orElseThrow(() -> new ModelFormatException(file.get() + ": holds no tensor"));
            return bare.values(name, bins);
        }
        return model.values("mel_stats", bins);
    }

    @Override
    public void close() {
        open.forEach(WeightFile::close);
    }
}
