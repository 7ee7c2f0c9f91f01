package hangolo.app.run;

import hangolo.app.config.ConfigLoader;
import hangolo.app.config.PhaseConfig;
import hangolo.app.log.TrainingDisplay;
import hangolo.audio.WavWriter;
import hangolo.audio.letters.LetterVoice;
import hangolo.models.text.VoiceTokenizer;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.file.TorchWriter;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.training.WeightInit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A model of XTTS's structure that is tiny and knows nothing, and clips of the letter voice to train it with. */
final class TinyVoice {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final Path root;

    private TinyVoice(Path root) {
        this.root = root;
    }

    static TinyVoice in(Path root) throws IOException {
        TinyVoice voice = new TinyVoice(root);
        voice.model();
        voice.clips();
        return voice;
    }

    static TinyVoice existing(Path root) {
        return new TinyVoice(root);
    }

    private void model() throws IOException {
        Path model = Files.createDirectories(root.resolve("model"));
        Files.writeString(model.resolve("config.json"), """
                {"model": "xtts", "model_args": {"gpt_layers": 1, "gpt_n_model_channels": 32, "gpt_n_heads": 2,
                "gpt_num_audio_tokens": 34, "gpt_start_audio_token": 32, "gpt_stop_audio_token": 33,
                "gpt_max_audio_tokens": 60, "gpt_max_text_tokens": 60}, "audio": {"sample_rate": 22050,
                "output_sample_rate": 24000}, "languages": ["hu"], "temperature": 0.75, "max_audio_len": Infinity}
                """);
        Files.writeString(model.resolve("vocab.json"), vocabulary());
        XttsConfig config = XttsConfig.read(model.resolve("config.json"));
        VoiceTokenizer tokenizer = VoiceTokenizer.open(model.resolve("vocab.json"));
        GptSizes sizes = GptSizes.fresh(
                config.gpt(),
                new GptSizes.Vocabulary(tokenizer.vocabularySize(), tokenizer.startToken(), tokenizer.stopToken()));
        Map<String, Object> tensors = new LinkedHashMap<>();
        float[] ones = new float[80];
        Arrays.fill(ones, 1);
        tensors.put("mel_stats", TensorSource.of("mel_stats", new long[] {80}, ones));
        put(tensors, "gpt.", WeightInit.gpt(sizes, 2, 1));
        TorchWriter.write(model.resolve("model.pth"), Map.of("model", tensors));
        Map<String, Object> dvae = new LinkedHashMap<>();
        put(dvae, "", WeightInit.dvae(80, 8, 8, 32, 2));
        TorchWriter.write(model.resolve("dvae.pth"), dvae);
        TorchWriter.write(model.resolve("mel_stats.pth"), TensorSource.of("", new long[] {80}, ones));
    }

    private static void put(Map<String, Object> tensors, String prefix, StateDict weights) throws IOException {
        for (String name : weights.names()) {
            long[] shape = Arrays.stream(weights.shape(name)).asLongStream().toArray();
            tensors.put(prefix + name, TensorSource.of(prefix + name, shape, weights.values(name)));
        }
    }

    private static String vocabulary() {
        StringBuilder vocab = new StringBuilder("\"[STOP]\":0,\"[UNK]\":1,\"[SPACE]\":2,\"[START]\":3,\"[hu]\":4");
        StringBuilder added = new StringBuilder();
        String[] special = {"[STOP]", "[UNK]", "[SPACE]", "[START]", "[hu]"};
        for (int i = 0; i < special.length; i++) {
            added.append(i > 0 ? "," : "").append("{\"id\":").append(i).append(",\"content\":\"");
            added.append(special[i]).append("\",\"special\":true,\"single_word\":false,\"lstrip\":false,");
            added.append("\"rstrip\":false,\"normalized\":false}");
        }
        for (int i = 0; i < LETTERS.length(); i++) {
            vocab.append(",\"").append(LETTERS.charAt(i)).append("\":").append(5 + i);
        }
        return "{\"version\":\"1.0\",\"added_tokens\":[" + added + "],\"pre_tokenizer\":{\"type\":\"Whitespace\"},"
                + "\"normalizer\":null,\"model\":{\"type\":\"BPE\",\"unk_token\":\"[UNK]\",\"vocab\":{" + vocab
                + "},\"merges\":[]}}";
    }

    private void clips() throws IOException {
        List<String> words = List.of(
                "alma fa",
                "kicsi ki",
                "szep nap",
                "piros ok",
                "jo reggelt",
                "hosszu ut",
                "uj haz",
                "barat om",
                "nyar van",
                "tel jon",
                "holnap is",
                "meg egy");
        StringBuilder metadata = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            WavWriter.write(
                    root.resolve("clips/wavs/c" + i + ".wav"),
                    LetterVoice.of("Milliomos").say(words.get(i), i));
            metadata.append("c")
                    .append(i)
                    .append('|')
                    .append(words.get(i))
                    .append('|')
                    .append(words.get(i))
                    .append('\n');
        }
        Files.writeString(root.resolve("clips/metadata.csv"), metadata.toString());
    }

    /** A run file with more lines behind the usual ones, or instead of them. */
    Path runFile(String more) throws IOException {
        Path file = root.resolve("run.yaml");
        String usual = """
                MODEL_DIR: model
                PHASE: 1
                RUN_NAME: XTTS_Tiny
                OUTPUT_PATH: run
                BACKEND: cpu
                LEARNING_RATE: 0.003
                BATCH_SIZE: 2
                EVAL_EVERY: 4
                SAVE_EVERY: 4
                PRINT_EVERY: 2
                KEEP_CHECKPOINTS: 2
                EVAL_SPLIT: 0.2
                MIN_CONDITIONING_LENGTH: 8000
                MAX_CONDITIONING_LENGTH: 11025
                DATASETS:
                  - name: Milliomos
                    path: clips
                    language: hu
                """;
        String kept = usual.lines()
                .filter(line -> line.startsWith(" ") || !more.lines().anyMatch(m -> m.startsWith(key(line))))
                .collect(Collectors.joining("\n"));
        return Files.writeString(file, kept + "\n" + more);
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf(':') + 1);
    }

    List<PhaseConfig> config(String more) throws IOException {
        return ConfigLoader.load(runFile(more)).phases();
    }

    /** Surroundings that print nothing. */
    static RunContext quiet(Interrupt interrupt) {
        return around(interrupt, OutputStream.nullOutputStream());
    }

    /** Surroundings in which somebody asks for an interrupt as soon as that many steps are done. */
    static RunContext interruptedAfter(long step) {
        Interrupt interrupt = new Interrupt();
        return after(step, interrupt, interrupt::request);
    }

    /** Surroundings in which something happens once that many steps are done, before the supervisor's review. */
    static RunContext after(long step, Interrupt interrupt, Runnable event) {
        return around(interrupt, new ByteArrayOutputStream() {
            private boolean over;

            @Override
            public void flush() {
                if (!over && toString(StandardCharsets.UTF_8).contains("step " + step + " (")) {
                    over = true;
                    event.run();
                }
            }
        });
    }

    private static RunContext around(Interrupt interrupt, OutputStream out) {
        PrintStream screen = new PrintStream(out, true, StandardCharsets.UTF_8);
        TrainingDisplay display = new TrainingDisplay(screen, false, Duration.ZERO, System::nanoTime);
        return new RunContext("Hangolo test", display, interrupt, LetterRecognizer.none(), Clock.systemDefaultZone());
    }
}
