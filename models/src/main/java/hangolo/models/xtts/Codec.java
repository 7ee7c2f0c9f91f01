package hangolo.models.xtts;

import hangolo.audio.MelConfig;
import hangolo.engine.Backend;
import hangolo.models.text.VoiceTokenizer;
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
public record Codec(XttsConfig config, VoiceTokenizer tokenizer, float[] melStats, Optional<Dvae> dvae)
        implements AutoCloseable {

    /**
     * These parts of a model folder alone: the GPT is not read.
     *
     * @throws IOException with a message that names the file
     */
    public static Codec open(Path folder, Backend backend) throws IOException {
        try (ModelFiles files = ModelFiles.of(folder)) {
            XttsConfig config = XttsConfig.read(files.required("config.json"));
            VoiceTokenizer tokenizer = VoiceTokenizer.open(files.required("vocab.json"));
            float[] melStats = files.melStats(files.model(Optional.empty()), MelConfig.DVAE.bins());
            Optional<Weights> weights = files.dvae(Optional.empty());
            if (weights.isEmpty()) {
                return new Codec(config, tokenizer, melStats, Optional.empty());
            }
            Dvae dvae = Dvae.load(weights.get(), backend, false);
            try {
                checkFit(config, dvae);
            } catch (ModelFormatException e) {
                dvae.close();
                throw e;
            }
            return new Codec(config, tokenizer, melStats, Optional.of(dvae));
        }
    }

    static void checkFit(XttsConfig config, Dvae dvae) throws ModelFormatException {
        int codes = config.gpt().audioTokens() - 2;
        if (dvae.codes() != codes) {
            throw new ModelFormatException("dvae.pth: codebook.embed: expected " + codes
                    + " codes (gpt_num_audio_tokens - 2), found " + dvae.codes());
        }
    }

    @Override
    public void close() {
        dvae.ifPresent(Dvae::close);
    }
}
