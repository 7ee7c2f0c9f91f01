package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.AudioClip;
import hangolo.audio.AudioReader;
import hangolo.audio.Mel;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.engine.Pass;
import hangolo.engine.Tensor;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditioning, generation and vocoder against the original software. */
class InferenceGoldenTest {

    private static final Map<String, String> TEXTS = Map.of(
            "text_1", "The old bridge is quiet in the morning.", "text_2", "Szeretném tudni, mikor érkezik a vonat.");

    private static Goldens goldens;
    private static Backend backend;
    private static XttsModel model;

    @BeforeAll
    static void open() throws IOException {
        goldens = Goldens.find();
        backend = new CpuBackend(1);
        model = XttsModel.open(goldens.path("model"), Optional.empty(), backend);
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
            backend.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"text_1,1", "text_1,5", "text_2,1", "text_2,5"})
    void greedyCodesLogitsAndLatentsAreThoseOfTheOriginal(String text, int penalty) throws IOException {
        String folder = "inference/" + text + "/";
        String run = "_repetition_penalty_" + penalty;
        int[] tokens = goldens.array(folder + "text_tokens").ints();
        List<float[]> logits = new ArrayList<>();
        Generator generator = new Generator(backend, model.gpt());
        float[] prompt = prompt();
        Generation generation = generator.generate(
                prompt, tokens, SamplingSettings.greedy(penalty).withMaxCodes(60), (step, l) -> logits.add(l));
        assertArrayEquals(goldens.array(folder + "codes" + run).ints(), generation.codes());
        assertEquals(generation.codes().length < 60, generation.complete());
        goldens.check(folder + "gpt_latents" + run, generation.latents());
        goldens.check(folder + "gpt_latents" + run, generator.latents(prompt, tokens, generation.codes()));
        goldens.check(folder + "logits_first_10_steps" + run, joined(logits.subList(0, 10)));
    }

    @ParameterizedTest
    @CsvSource({"text_1,1", "text_1,5", "text_2,1", "text_2,5"})
    void speechIsThatOfTheOriginal(String text, int penalty) throws IOException {
        SpeakerConditioning speaker = new SpeakerConditioning(
                prompt(), goldens.array("inference/speaker_embedding").values());
        Speech speech = model.synthesize(
                TEXTS.get(text),
                text.equals("text_1") ? "en" : "hu",
                speaker,
                SamplingSettings.greedy(penalty).withMaxCodes(60));
        assertEquals(24000, speech.audio().sampleRate());
        assertEquals(1, speech.parts());
        goldens.check(
                "inference/" + text + "/wav_repetition_penalty_" + penalty,
                speech.audio().samples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.3", "0.8"})
    void theSpeedChangesTheLengthAsInTheOriginal(String speed) throws IOException {
        SpeakerConditioning speaker = new SpeakerConditioning(
                prompt(), goldens.array("inference/speaker_embedding").values());
        SamplingSettings settings = SamplingSettings.greedy(5).withMaxCodes(40).withSpeed(Double.parseDouble(speed));
        Speech speech = model.synthesize(TEXTS.get("text_1"), "en", speaker, settings);
        goldens.check("inference/whole_speed_" + speed + "/wav", speech.audio().samples());
        assertFalse(speech.complete());
    }

    @Test
    void conditioningIsThatOfTheOriginal() throws IOException {
        SpeakerConditioning one = model.condition(List.of(clip("clip_04")), voice(30, 6, 30, false));
        goldens.check("inference/gpt_cond_latent", one.latents());
        goldens.check("inference/speaker_embedding", one.embedding());
        SpeakerConditioning loud = model.condition(List.of(clip("clip_04")), voice(30, 6, 30, true));
        goldens.check("inference/sound_norm_refs/gpt_cond_latent", loud.latents());
        goldens.check("inference/sound_norm_refs/speaker_embedding", loud.embedding());
        SpeakerConditioning three =
                model.condition(List.of(clip("clip_01"), clip("clip_04"), clip("clip_09")), voice(12, 4, 3, false));
        goldens.check("inference/multi_reference/gpt_cond_latent", three.latents());
        goldens.check("inference/multi_reference/speaker_embedding", three.embedding());
    }

    @Test
    void theSpeakerEncodersStagesAreThoseOfTheOriginal() throws IOException {
        String folder = "inference/speaker_encoder/";
        Goldens.Array power = goldens.array("audio/speaker_encoder_mel/clip_04");
        Mel mel = Mel.ofBinsFirst(power.shape()[1], power.shape()[2], logarithm(power.values()));
        float[] normalised = SpeakerEncoder.instanceNorm(mel);
        goldens.check(folder + "instancenorm", normalised);
        SpeakerEncoder encoder = model.speakerEncoder().orElseThrow();
        try (Pass pass = backend.inference()) {
            SpeakerEncoder.Image image = encoder.start(pass, pass.constant(normalised.length, 1, normalised), mel);
            goldens.check(folder + "bn1", channelsFirst(pass.read(image.pixels()), image));
            goldens.check(
                    folder + "layer1_block0_se",
                    channelsFirst(pass.read(encoder.blocks().get(0).excited(pass, image, image)), image));
            int[] lastOfLayer = {3, 7, 13, 16};
            for (int i = 0; i < encoder.blocks().size(); i++) {
                image = encoder.blocks().get(i).forward(pass, image);
                int layer = Arrays.binarySearch(lastOfLayer, i + 1);
                if (layer >= 0) {
                    goldens.check(folder + "layer" + (layer + 1), channelsFirst(pass.read(image.pixels()), image));
                }
            }
        }
        goldens.check(folder + "fc", encoder.embed(mel));
    }

    @Test
    void theVocodersStagesAreThoseOfTheOriginalInBothSpellings() throws IOException {
        String folder = "inference/text_1/hifigan/";
        float[] speaker = goldens.array("inference/speaker_embedding").values();
        float[] latents = goldens.array("inference/text_1/gpt_latents_repetition_penalty_1")
                .values();
        for (Path path : List.of(goldens.path("model/model.pth"), oldSpelling())) {
            try (WeightFile file = WeightFile.open(path);
                    HifiGan vocoder = HifiGan.load(waveDecoder(Weights.of(file)), backend)) {
                float[] rows = vocoder.resample(latents, 1, 4, 24000 / 22050.0);
                goldens.checkTimeMajor(folder + "decoder_input", rows);
                checkStages(folder, vocoder, rows, speaker);
                goldens.check("inference/text_1/wav_repetition_penalty_1", vocoder.samples(rows, speaker));
                goldens.check("inference/text_1/wav_repetition_penalty_1", vocoder.samples(rows, speaker, 50));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_1", "text_2"})
    void scoresAreProcessedAsInTheOriginal(String text) throws IOException {
        String folder = "inference/" + text + "/";
        float[] logits = goldens.array(folder + "logits_first_10_steps_repetition_penalty_5")
                .values();
        int tokens = logits.length / 10;
        boolean[] seen = new boolean[tokens];
        seen[1] = true;
        seen[model.gpt().sizes().startAudio()] = true;
        float[] scores = Arrays.copyOf(logits, tokens);
        process(folder + "first_step_processed/", scores, seen, 50);
        double[] probabilities = Sampler.probabilities(scores);
        float[] found = new float[tokens];
        for (int i = 0; i < tokens; i++) {
            found[i] = (float) probabilities[i];
        }
        goldens.check(folder + "first_step_processed/5_probabilities", found);
        int[] codes = goldens.array(folder + "codes_repetition_penalty_5").ints();
        for (int i = 0; i < 8; i++) {
            seen[codes[i]] = true;
        }
        process(folder + "step_8_processed/", Arrays.copyOfRange(logits, 8 * tokens, 9 * tokens), seen, 20);
    }

    @Test
    void theSpeakersOfTheModelAreRead() {
        assertFalse(model.speakers().isEmpty());
        model.speakers().values().forEach(speaker -> {
            assertEquals(32 * 64, speaker.latents().length);
            assertEquals(40, speaker.embedding().length);
        });
    }

    @Test
    void aTrainersCheckpointReplacesTheWeights() throws IOException {
        float[] before = model.parameters().values("final_norm.bias", ParameterStore.Role.WEIGHT);
        try (XttsModel trained = XttsModel.open(
                goldens.path("model"), Optional.of(goldens.path("checkpoints/checkpoint_5.pth")), backend)) {
            float[] after = trained.parameters().values("final_norm.bias", ParameterStore.Role.WEIGHT);
            assertFalse(Arrays.equals(before, after));
            assertTrue(trained.hasVocoder() && trained.dvae().isPresent());
        }
    }

    private void process(String folder, float[] scores, boolean[] seen, int topK) throws IOException {
        Sampler.penalise(scores, seen, 5);
        goldens.check(folder + "1_repetition_penalty_5", scores);
        Sampler.heat(scores, 0.75);
        goldens.check(folder + "2_temperature_0.75", scores);
        Sampler.keepTopK(scores, topK);
        goldens.check(folder + "3_top_k_" + topK, scores);
        Sampler.keepTopP(scores, 0.85);
        goldens.check(folder + "4_top_p_0.85", scores);
    }

    private static void checkStages(String folder, HifiGan vocoder, float[] rows, float[] speaker) throws IOException {
        try (Pass pass = backend.inference()) {
            Tensor latents = pass.constant(rows.length / 64, 64, rows);
            Tensor g = pass.constant(1, speaker.length, speaker);
            Tensor first = vocoder.first(pass, latents);
            goldens.checkTimeMajor(folder + "conv_pre", pass.read(first));
            Tensor x = vocoder.conditioned(pass, first, g);
            for (int i = 0; i < vocoder.stages().size(); i++) {
                HifiGan.Stage stage = vocoder.stages().get(i);
                Tensor up = stage.raise(pass, pass.leakyRelu(x, 0.1f));
                goldens.checkTimeMajor(folder + "ups_" + i, pass.read(up));
                if (i == 0) {
                    Tensor in = pass.addRow(up, stage.condition().orElseThrow().apply(pass, g));
                    for (int j = 0; j < stage.blocks().size(); j++) {
                        goldens.checkTimeMajor(
                                folder + "resblock_" + j,
                                pass.read(stage.blocks().get(j).forward(pass, in)));
                    }
                }
                x = stage.forward(pass, x, g);
            }
        }
    }

    private static Path oldSpelling() throws IOException {
        try (var files = Files.list(goldens.path("model_variants"))) {
            return files.filter(f -> f.toString().endsWith(".pth")).findFirst().orElseThrow();
        }
    }

    private static Weights waveDecoder(Weights weights) {
        for (String prefix : List.of("hifigan_decoder.waveform_decoder.", "waveform_decoder.")) {
            if (weights.hasPrefix(prefix)) {
                return weights.under(prefix);
            }
        }
        return weights;
    }

    private static float[] logarithm(float[] power) {
        float[] result = new float[power.length];
        for (int i = 0; i < power.length; i++) {
            result[i] = (float) Math.log(power[i] + 1e-6);
        }
        return result;
    }

    /** Pixels [frequency · time, channels] as [channels, frequency, time]. */
    private static float[] channelsFirst(float[] pixels, SpeakerEncoder.Image image) {
        int count = image.height() * image.width();
        int channels = pixels.length / count;
        float[] result = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            result[i % channels * count + i / channels] = pixels[i];
        }
        return result;
    }

    private static XttsConfig.Voice voice(double length, double chunk, double reference, boolean normalise) {
        return new XttsConfig.Voice(0.75, 5, 50, 0.85, length, chunk, reference, normalise);
    }

    private static AudioClip clip(String name) throws IOException {
        return AudioReader.load(goldens.path("dataset/wavs/" + name + ".wav"), 22050);
    }

    private static float[] prompt() throws IOException {
        return goldens.array("inference/gpt_cond_latent").values();
    }

    private static float[] joined(List<float[]> rows) {
        float[] all = new float[rows.size() * rows.get(0).length];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, i * rows.get(i).length, rows.get(i).length);
        }
        return all;
    }
}
