package hangolo.verify;

import hangolo.audio.AudioClip;
import hangolo.audio.AudioReader;
import hangolo.engine.Backend;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.config.XttsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the groups work with: the folder, a backend, and the folder's model once it is needed. Owns the model only. */
final class GroupContext implements AutoCloseable {

    private final ReferenceFolder folder;
    private final Backend backend;
    private Optional<XttsModel> model = Optional.empty();

    GroupContext(ReferenceFolder folder, Backend backend) {
        this.folder = folder;
        this.backend = backend;
    }

    ReferenceFolder folder() {
        return folder;
    }

    Backend backend() {
        return backend;
    }

    /** The model for inference; do not close it. */
    XttsModel model() throws IOException {
        if (model.isEmpty()) {
            model = Optional.of(XttsModel.open(folder.path("model"), Optional.empty(), backend));
        }
        return model.get();
    }

    /** The model with fresh optimizer state; close it. */
    XttsModel trainable(Optional<Path> checkpoint) throws IOException {
        return XttsModel.openForTraining(folder.path("model"), checkpoint, backend);
    }

    XttsConfig config() throws IOException {
        return XttsConfig.read(folder.path("model/config.json"));
    }

    /** A sound as the model takes it. */
    AudioClip clip(Path sound) throws IOException {
        return AudioReader.load(sound, config().audio().input());
    }

    @Override
    public void close() {
        model.ifPresent(XttsModel::close);
    }
}
