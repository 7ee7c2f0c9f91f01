package hangolo.models.xtts.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code config.json} of a model folder or a run says about the networks and their use (xtts-spec.md 1.2).
 * Fields that it does not name have the values of XTTS v2; unknown fields, {@code Infinity} and {@code NaN} are accepted.
 *
 * @param gpt sizes and token numbers of the GPT
 * @param audio sample rates
 * @param voice default settings of synthesis
 * @param languages language codes
 */
public record XttsConfig(Gpt gpt, Audio audio, Voice voice, List<String> languages) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final List<String> V2_LANGUAGES = List.of(
            "en", "es", "fr", "de", "it", "pt", "pl", "tr", "ru", "nl", "cs", "ar", "zh-cn", "hu", "ko", "ja", "hi");

    /**
     * The part {@code model_args}.
     *
     * @param layers transformer blocks
     * @param width model width d
     * @param heads attention heads, of the transformer and of the conditioning encoder
     * @param audioTokens audio vocabulary: the codes, then start and stop
     * @param startAudio audio token in front of the codes
     * @param stopAudio audio token behind the codes
     * @param maxAudioTokens sizes the table of audio positions ({@code + 3})
     * @param maxTextTokens sizes the table of text positions ({@code + 2})
     * @param codeStride samples of one audio code
     * @param outputHop samples that the vocoder makes of one of its input frames
     * @param maskPrompt whether training leaves the prompt's own span out of the loss (xtts-spec.md 6.5, step 11)
     */
    public record Gpt(
            int layers,
            int width,
            int heads,
            int audioTokens,
            int startAudio,
            int stopAudio,
            int maxAudioTokens,
            int maxTextTokens,
            int codeStride,
            int outputHop,
            boolean maskPrompt) {

        /** The most codes that can be generated, as in the original: positions for start and stop stay free. */
        public int maxCodes() {
            return maxAudioTokens - 3;
        }
    }

    /**
     * Sample rates in Hz.
     *
     * @param input rate of reference and training audio
     * @param output rate of the vocoder
     */
    public record Audio(int input, int output) {}

    /**
     * Default settings of synthesis.
     *
     * @param temperature divides the scores of the codes
     * @param repetitionPenalty makes codes that already occurred less likely, 1 for none
     * @param topK how many of the best codes remain
     * @param topP the likeliest codes remain that together have this probability
     * @param conditioningSeconds how much reference audio the GPT hears
     * @param conditioningChunkSeconds length of the pieces that are averaged
     * @param maxReferenceSeconds how much of every reference file is used
     * @param normaliseReferences whether references are scaled to a peak of 0.75
     */
    public record Voice(
            double temperature,
            double repetitionPenalty,
            int topK,
            double topP,
            double conditioningSeconds,
            double conditioningChunkSeconds,
            double maxReferenceSeconds,
            boolean normaliseReferences) {}

    /** Reads a {@code config.json}. */
    public static XttsConfig read(Path file) throws IOException {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (ModelFormatException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new ModelFormatException(
                    file + ": is not UTF-8 text. Copy the file again from the XTTS v2 model.", e);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new ModelFormatException(
                    file + ": is not valid JSON" + place + ": " + e.getOriginalMessage()
                            + ". Copy the file again from the XTTS v2 model.",
                    e);
        }
    }

    /** Reads the text of a {@code config.json}. */
    public static XttsConfig parse(String json) throws IOException {
        JsonNode root = JSON.readTree(json);
        if (!root.isObject()) {
            throw new ModelFormatException("expected a JSON object at the top, found " + root.getNodeType());
        }
        JsonNode arguments = root.path("model_args");
        if (!arguments.isObject()) {
            throw new ModelFormatException("no object \"model_args\"; is this the config.json of an XTTS model?");
        }
        return new XttsConfig(
                gpt(new Fields("model_args", arguments)),
                audio(new Fields("audio", root.path("audio"))),
                voice(new Fields("", root)),
                languages(root.path("languages")));
    }

    private static Gpt gpt(Fields f) throws ModelFormatException {
        if (!f.flag("gpt_use_perceiver_resampler", true)) {
            throw new ModelFormatException("model_args.gpt_use_perceiver_resampler is false: this is an XTTS v1 model,"
                    + " only XTTS v2 is supported");
        }
        Gpt gpt = new Gpt(
                f.positive("gpt_layers", 30),
                f.positive("gpt_n_model_channels", 1024),
                f.positive("gpt_n_heads", 16),
                f.positive("gpt_num_audio_tokens", 1026),
                f.positive("gpt_start_audio_token", 1024),
                f.positive("gpt_stop_audio_token", 1025),
                f.positive("gpt_max_audio_tokens", 605),
                f.positive("gpt_max_text_tokens", 402),
                f.positive("gpt_code_stride_len", 1024),
                f.positive("output_hop_length", 256),
                f.flag("gpt_use_masking_gt_prompt_approach", true));
        check(gpt);
        return gpt;
    }

    private static void check(Gpt gpt) throws ModelFormatException {
        if (gpt.width() % gpt.heads() != 0) {
            throw new ModelFormatException("model_args.gpt_n_model_channels (" + gpt.width()
                    + ") is not a multiple of gpt_n_heads (" + gpt.heads() + ")");
        }
        if (Math.max(gpt.startAudio(), gpt.stopAudio()) >= gpt.audioTokens() || gpt.startAudio() == gpt.stopAudio()) {
            throw new ModelFormatException("model_args: start and stop audio token (" + gpt.startAudio() + ", "
                    + gpt.stopAudio() + ") must differ and be below gpt_num_audio_tokens (" + gpt.audioTokens() + ")");
        }
        if (gpt.maxCodes() < 1) {
            throw new ModelFormatException(
                    "model_args.gpt_max_audio_tokens must be at least 4, found " + gpt.maxAudioTokens());
        }
    }

    private static Audio audio(Fields f) throws ModelFormatException {
        return new Audio(f.positive("sample_rate", 22050), f.positive("output_sample_rate", 24000));
    }

    private static Voice voice(Fields f) throws ModelFormatException {
        return new Voice(
                f.number("temperature", 0.85),
                f.number("repetition_penalty", 2.0),
                (int) f.number("top_k", 50),
                f.number("top_p", 0.85),
                f.number("gpt_cond_len", 12),
                f.number("gpt_cond_chunk_len", 4),
                f.number("max_ref_len", 10),
                f.flag("sound_norm_refs", false));
    }

    private static List<String> languages(JsonNode node) {
        List<String> found = new ArrayList<>();
        node.forEach(language -> found.add(language.asText()));
        return found.isEmpty() ? V2_LANGUAGES : List.copyOf(found);
    }

    /** Typed access to the fields of one JSON object. */
    private record Fields(String path, JsonNode object) {

        int positive(String name, int otherwise) throws ModelFormatException {
            double value = number(name, otherwise);
            if (!(value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
                throw wrong(name, "a whole number of at least 1");
            }
            return (int) value;
        }

        double number(String name, double otherwise) throws ModelFormatException {
            JsonNode node = object.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return otherwise;
            }
            if (!node.isNumber()) {
                throw wrong(name, "a number");
            }
            return node.asDouble();
        }

        boolean flag(String name, boolean otherwise) throws ModelFormatException {
            JsonNode node = object.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return otherwise;
            }
            if (!node.isBoolean()) {
                throw wrong(name, "true or false");
            }
            return node.asBoolean();
        }

        private ModelFormatException wrong(String name, String expected) {
            String where = path.isEmpty() ? name : path + "." + name;
            return new ModelFormatException(where + ": expected " + expected + ", found " + object.path(name));
        }
    }
}
