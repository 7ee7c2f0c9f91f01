package hangolo.models.xtts;

import hangolo.audio.Mel;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.text.VoiceTokenizer;
import hangolo.models.weights.WeightFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The reference model with its GPT loaded, and the reference batch. */
record GoldenModel(Goldens goldens, Backend backend, GptInventory inventory, ParameterStore store, XttsGpt gpt)
        implements AutoCloseable {

    static GoldenModel open(boolean trainable) throws IOException {
        Goldens goldens = Goldens.find();
        XttsConfig config = XttsConfig.read(goldens.path("model/config.json"));
        VoiceTokenizer tokenizer = VoiceTokenizer.open(goldens.path("model/vocab.json"));
        GptSizes.Vocabulary vocabulary =
                new GptSizes.Vocabulary(tokenizer.vocabularySize(), tokenizer.startToken(), tokenizer.stopToken());
        Backend backend = new CpuBackend(1);
        try (WeightFile file = WeightFile.open(goldens.path("model/model.pth"))) {
            Weights weights = Weights.of(file).under("gpt.");
            GptInventory inventory = GptInventory.check(config.gpt(), vocabulary, weights);
            ParameterStore store = backend.store(inventory.specs(), trainable);
            weights.fill(store);
            return new GoldenModel(goldens, backend, inventory, store, new XttsGpt(store, inventory.sizes()));
        }
    }

    /** The batch of train/masking_true, which is that of masking_false too. */
    TrainingBatch batch() throws IOException {
        String folder = "train/masking_true/inputs/";
        Goldens.Array texts = goldens.array(folder + "text_inputs");
        int[] lengths = goldens.array(folder + "text_lengths").ints();
        int[] samples = goldens.array(folder + "wav_lengths").ints();
        Goldens.Array codes = goldens.array(folder + "audio_codes");
        int[] spans = goldens.array(folder + "cond_idxs").ints();
        Goldens.Array mels = goldens.array(folder + "cond_mels");
        int bins = mels.shape()[2];
        int frames = mels.shape()[3];
        List<TrainingItem> items = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            int text = i * texts.shape()[1];
            int code = i * codes.shape()[1];
            float[] mel = Arrays.copyOfRange(mels.values(), i * bins * frames, (i + 1) * bins * frames);
            items.add(new TrainingItem(
                    Arrays.copyOfRange(texts.ints(), text, text + lengths[i]),
                    Arrays.copyOfRange(codes.ints(), code, code + TrainingItem.codeCount(samples[i], 1024)),
                    Mel.ofBinsFirst(bins, frames, mel),
                    Optional.of(new TrainingItem.Span(spans[2 * i], spans[2 * i + 1]))));
        }
        return new TrainingBatch(items);
    }

    @Override
    public void close() {
        store.close();
        backend.close();
    }
}
