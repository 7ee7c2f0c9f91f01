package hangolo.models.xtts;

import hangolo.audio.MelConfig;
import hangolo.engine.Backend;
import hangolo.models.text.VoiceTokenizer;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.nn.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The parts of a model that turn clips and their texts into numbers.
 *
 * @param config what config.json says
 * @param tokenizer the text front end
 * @param melStats the divisors of the mel bins; must not be changed
 * @param dvae gives audio codes, if the model has one
 */
public record ClipEncoder(XttsConfig config, VoiceTokenizer tokenizer, float[] melStats, Optional<Dvae> dvae)
        implements AutoCloseable {

    /**
     * These parts of a model folder alone: the GPT is not read.
     *
     * @throws IOException with a message that names the file
     */
    public static ClipEncoder open(Path folder, Backend backend) throws IOException {
        try (ModelFiles files = ModelFiles.of(folder)) {
            XttsConfig config = XttsConfig.read(files.required("config.json"));
            VoiceTokenizer tokenizer = VoiceTokenizer.open(files.required("vocab.json"));
            float[] melStats = files.melStats(files.model(Optional.empty()), MelConfig.DVAE.bins());
            return new ClipEncoder(config, tokenizer, melStats, dvae(files, Optional.empty(), config, backend));
        }
    }

    /** The DVAE of a model, if it has one. */
    static Optional<Dvae> dvae(ModelFiles files, Optional<Path> checkpoint, XttsConfig config, Backend backend)
            throws IOException {
        Optional<StateDict> weights = files.dvae(checkpoint);
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        Dvae dvae = Dvae.load(weights.get(), backend, false);
        int expected = config.gpt().audioTokens() - 2;
        int found = dvae.codes();
        if (found != expected) {
            dvae.close();
            throw new ModelFormatException("dvae.pth: codebook.embed: expected " + expected
                    + " codes (gpt_num_audio_tokens - 2), found " + found);
        }
        return Optional.of(dvae);
    }

    @Override
    public void close() {
        dvae.ifPresent(Dvae::close);
    }
}
