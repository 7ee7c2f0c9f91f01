package hangolo.models.xtts;

import hangolo.models.text.VoiceTokenizer;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.file.TorchWriter;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.training.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model folder that knows nothing, without vocoder and speaker encoder. */
final class TinyFolder {

    private static final String[] SPECIAL = {"[STOP]", "[UNK]", "[SPACE]", "[START]", "[hu]"};

    private TinyFolder() {}

    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), """
                {"model_args": {"gpt_layers": 1, "gpt_n_model_channels": 16, "gpt_n_heads": 2,
                "gpt_num_audio_tokens": 10, "gpt_start_audio_token": 8, "gpt_stop_audio_token": 9,
                "gpt_max_audio_tokens": 20, "gpt_max_text_tokens": 24}, "languages": ["hu"], "temperature": 0.75}
                """);
        Files.writeString(folder.resolve("vocab.json"), vocabulary());
        write(folder.resolve("model.pth"), gpt(folder, 1), "gpt.", true);
        write(folder.resolve("dvae.pth"), WeightInit.dvae(80, 6, 5, 8, 2), "", false);
        float[] stats = new float[80];
        Arrays.fill(stats, 2);
        TorchWriter.write(folder.resolve("mel_stats.pth"), TensorSource.of("", new long[] {80}, stats));
        return folder;
    }

    /** Fresh weights of the folder's GPT. */
    static StateDict gpt(Path folder, long seed) throws IOException {
        XttsConfig config = XttsConfig.read(folder.resolve("config.json"));
        VoiceTokenizer tokenizer = VoiceTokenizer.open(folder.resolve("vocab.json"));
        GptSizes.Vocabulary vocabulary =
                new GptSizes.Vocabulary(tokenizer.vocabularySize(), tokenizer.startToken(), tokenizer.stopToken());
        return WeightInit.gpt(GptSizes.fresh(config.gpt(), vocabulary), 2, seed);
    }

    static void write(Path file, StateDict weights, String prefix, boolean wrapped) throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (String name : weights.names()) {
            long[] shape = Arrays.stream(weights.shape(name)).asLongStream().toArray();
            tensors.put(prefix + name, TensorSource.of(prefix + name, shape, weights.values(name)));
        }
        TorchWriter.write(file, wrapped ? Map.of("model", tensors) : tensors);
    }

    private static String vocabulary() {
        StringBuilder vocab = new StringBuilder();
        StringBuilder added = new StringBuilder();
        for (int i = 0; i < SPECIAL.length; i++) {
            vocab.append(i > 0 ? "," : "").append("\"" + SPECIAL[i] + "\":" + i);
            added.append(i > 0 ? "," : "")
                    .append("{\"id\":" + i + ",\"content\":\"" + SPECIAL[i] + "\",\"special\":true,"
                            + "\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false}");
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            vocab.append(",\"" + letter + "\":" + (SPECIAL.length + letter - 'a'));
        }
        return "{\"version\":\"1.0\",\"added_tokens\":[" + added + "],\"pre_tokenizer\":{\"type\":\"Whitespace\"},"
                + "\"normalizer\":null,\"model\":{\"type\":\"BPE\",\"unk_token\":\"[UNK]\",\"vocab\":{" + vocab
                + "},\"merges\":[]}}";
    }
}
