package hangolo.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.audio.letters.Letters;
import hangolo.engine.Backend;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import hangolo.models.text.VoiceTokenizer;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.file.TorchWriter;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.training.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes a model folder of a tiny XTTS that has learned nothing but its DVAE. */
final class DemoModelFolder {

    private static final String GPT = "gpt.";
    private static final long SEED = 1;
    private static final int CODES = 1024;
    private static final int CODE_STRIDE = 1024;
    private static final double CODES_PER_LETTER = (double) Letters.SAMPLES / CODE_STRIDE;
    private static final int DVAE_HIDDEN = 32;
    private static final int DVAE_WIDTH = 32;
    private static final int BASE_CLIPS = 490;
    private static final DvaeFit.Settings FIT = new DvaeFit.Settings(500, 2000, 16, 16, 960, 3e-3, SEED);
    private static final List<String> LANGUAGES = List.of("en", "hu");

    private final Path folder;
    private final Backend backend;
    private final Consumer<String> report;

    DemoModelFolder(Path folder, Backend backend, Consumer<String> report) {
        this.folder = folder;
        this.backend = backend;
        this.report = report;
    }

    /** Writes config.json, vocab.json, mel_stats.pth, dvae.pth and model.pth. */
    void make() throws IOException {
        Files.createDirectories(folder);
        writeJson("config.json", config());
        writeJson("vocab.json", vocabulary());
        List<MelSpectrogram> mels = mels();
        float[] stats = melStats(mels);
        TorchWriter.write(folder.resolve("mel_stats.pth"), TensorSource.of("", new long[] {stats.length}, stats));
        fitDvae(mels.stream().map(mel -> mel.dividedBy(stats)).toList());
        writeModel(stats);
    }

    private static Map<String, Object> config() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("gpt_layers", 3);
        arguments.put("gpt_n_model_channels", 64);
        arguments.put("gpt_n_heads", 4);
        arguments.put("gpt_max_audio_tokens", 120);
        arguments.put("gpt_max_text_tokens", 60);
        arguments.put("gpt_max_prompt_tokens", 70);
        arguments.put("gpt_num_audio_tokens", CODES + 2);
        arguments.put("gpt_start_audio_token", CODES);
        arguments.put("gpt_stop_audio_token", CODES + 1);
        arguments.put("gpt_code_stride_len", CODE_STRIDE);
        arguments.put("gpt_use_masking_gt_prompt_approach", true);
        arguments.put("gpt_use_perceiver_resampler", true);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model", "xtts");
        config.put("model_args", arguments);
        config.put("audio", Map.of("sample_rate", 22050, "output_sample_rate", 24000));
        config.put("languages", LANGUAGES);
        config.put("temperature", 0.5);
        config.put("repetition_penalty", 1.0);
        config.put("length_penalty", 1.0);
        config.put("top_k", 50);
        config.put("top_p", 0.85);
        config.put("gpt_cond_len", 1);
        config.put("gpt_cond_chunk_len", 1);
        config.put("max_ref_len", 10);
        return config;
    }

    /** Every letter a token, no merges; the special tokens as in XTTS's vocabulary. */
    private static Map<String, Object> vocabulary() {
        Map<String, Object> tokens = new LinkedHashMap<>();
        List<Map<String, Object>> added = new ArrayList<>();
        List<String> special = new ArrayList<>(List.of("[STOP]", "[UNK]", "[SPACE]"));
        LANGUAGES.forEach(language -> special.add("[" + language + "]"));
        special.add("[START]");
        for (String token : special) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", tokens.size());
            entry.put("content", token);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                entry.put(flag, false);
            }
            entry.put("special", true);
            added.add(entry);
            tokens.put(token, tokens.size());
        }
        Letters.ALPHABET.strip().chars().forEach(c -> tokens.put(Character.toString(c), tokens.size()));
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", "[UNK]");
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("vocab", tokens);
        model.put("merges", List.of());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "1.0");
        root.put("truncation", null);
        root.put("padding", null);
        root.put("added_tokens", added);
        root.put("normalizer", null);
        root.put("pre_tokenizer", Map.of("type", "Whitespace"));
        root.put("post_processor", null);
        root.put("decoder", null);
        root.put("model", model);
        return root;
    }

    private void writeJson(String name, Object value) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve(name).toFile(), value);
    }

    private static List<MelSpectrogram> mels() {
        MelExtractor spectrogram = new MelExtractor(MelConfig.DVAE);
        return Stream.concat(
                        DemoClips.SOURCES.stream().flatMap(source -> DemoClips.clips(source).stream()),
                        BaseClips.some(BASE_CLIPS, SEED))
                .map(clip -> spectrogram.log(clip.sound()))
                .toList();
    }

    /** The mean size of each mel bin. */
    private static float[] melStats(List<MelSpectrogram> mels) {
        int bins = mels.get(0).bins();
        double[] sums = new double[bins];
        long frames = 0;
        for (MelSpectrogram mel : mels) {
            frames += mel.frames();
            for (int i = 0; i < mel.values().length; i++) {
                sums[i % bins] += Math.abs(mel.values()[i]);
            }
        }
        float[] stats = new float[bins];
        for (int j = 0; j < bins; j++) {
            stats[j] = (float) Math.max(1e-3, sums[j] / frames);
        }
        return stats;
    }

    private void fitDvae(List<MelSpectrogram> mels) throws IOException {
        StateDict fresh = WeightInit.dvae(mels.get(0).bins(), DVAE_HIDDEN, DVAE_WIDTH, CODES, SEED);
        try (Dvae dvae = Dvae.load(fresh, backend, true)) {
            new DvaeFit(backend, dvae, mels, FIT, report).run();
            TorchWriter.write(folder.resolve("dvae.pth"), stateDict("", dvae.parameters()));
        }
    }

    private void writeModel(float[] stats) throws IOException {
        VoiceTokenizer tokenizer = VoiceTokenizer.open(folder.resolve("vocab.json"));
        GptSizes.Vocabulary vocabulary =
                new GptSizes.Vocabulary(tokenizer.vocabularySize(), tokenizer.startToken(), tokenizer.stopToken());
        XttsConfig config = XttsConfig.read(folder.resolve("config.json"));
        StateDict gpt = WeightInit.gpt(GptSizes.fresh(config.gpt(), vocabulary), CODES_PER_LETTER, SEED);
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (String name : gpt.names()) {
            tensors.put(GPT + name, TensorSource.of(GPT + name, longs(gpt.shape(name)), gpt.values(name)));
        }
        writeModel(folder, stats, tensors);
    }

    /** Writes model.pth with the weights of a GPT as they are. */
    static void writeModel(Path folder, float[] stats, ParameterStore gpt) {
        writeModel(folder, stats, stateDict(GPT, gpt));
    }

    private static void writeModel(Path folder, float[] stats, Map<String, Object> gpt) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("mel_stats", TensorSource.of("mel_stats", new long[] {stats.length}, stats));
        model.putAll(gpt);
        TorchWriter.write(folder.resolve("model.pth"), Map.of("model", model));
    }

    private static Map<String, Object> stateDict(String prefix, ParameterStore store) {
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (ParameterSpec spec : store.specs()) {
            float[] values = store.values(spec.name(), Role.WEIGHT);
            tensors.put(prefix + spec.name(), TensorSource.of(prefix + spec.name(), longs(spec.shape()), values));
        }
        return tensors;
    }

    private static long[] longs(int... shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }
}
