package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.AudioClip;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.weights.WeightFileException;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.Speech;
import hangolo.models.xtts.training.WeightInit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model folder without a vocoder: loading, speaking, and what is said if something in it is wrong. */
class XttsModelTest {

    @TempDir
    private Path temporary;

    private Path folder;
    private Backend backend;

    @BeforeEach
    void write() throws IOException {
        folder = TinyFolder.write(temporary.resolve("model"));
        backend = new CpuBackend(1);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void aModelWithoutVocoderSpeaksByItsDvae() throws IOException {
        try (XttsModel model = open(Optional.empty())) {
            assertFalse(model.hasVocoder());
            SpeakerConditioning speaker = model.condition(List.of(noise(22050), noise(9000)));
            assertEquals(32 * 16, speaker.latents().length);
            assertEquals(0, speaker.embedding().length);
            SamplingSettings settings = SamplingSettings.of(model.config(), 3)
                    .withTopK(8)
                    .withTopP(1)
                    .withTemperature(2);
            Speech speech = model.synthesize("jo napot", "hu", speaker, settings);
            assertEquals(22050, speech.audio().sampleRate());
            long spoken = Arrays.stream(speech.codes()).filter(code -> code < 8).count();
            assertEquals((4 * spoken - 1) * 256, speech.audio().length());
            assertArrayEquals(
                    speech.codes(),
                    model.synthesize("jo napot", "hu", speaker, settings).codes());
            Speech fast = model.synthesize("jo napot", "hu", speaker, settings.withSpeed(2));
            assertTrue(fast.audio().length() < 0.6 * speech.audio().length());
        }
    }

    @Test
    void aTextThatIsTooLongIsSpokenInSentences() throws IOException {
        try (XttsModel model = open(Optional.empty())) {
            SpeakerConditioning speaker = model.condition(List.of(noise(22050)));
            SamplingSettings settings = SamplingSettings.of(model.config(), 3).withMaxCodes(4);
            Speech speech =
                    model.synthesize("jo napot kivanok. hol van a vonat. itt van a vonat.", "hu", speaker, settings);
            assertTrue(speech.parts() > 1, "parts " + speech.parts());
            assertThrows(IllegalArgumentException.class, () -> model.synthesize(" ", "hu", speaker, settings));
            assertThrows(IllegalArgumentException.class, () -> model.synthesize("a", "xx", speaker, settings));
            assertThrows(IllegalArgumentException.class, () -> model.condition(List.of()));
            assertThrows(IllegalArgumentException.class, () -> model.condition(List.of(noise(3000))));
        }
    }

    @Test
    void aCheckpointGoesInFrontOfTheModel() throws IOException {
        Path checkpoint = temporary.resolve("checkpoint_7.pth");
        TinyFolder.write(checkpoint, TinyFolder.gpt(folder, 9), "xtts.gpt.", true);
        try (XttsModel plain = open(Optional.empty());
                XttsModel trained = open(Optional.of(checkpoint))) {
            String name = "mel_head.weight";
            float[] expected = TinyFolder.gpt(folder, 9).values(name);
            assertArrayEquals(expected, trained.parameters().values(name, Role.WEIGHT));
            plain.load(checkpoint);
            assertArrayEquals(expected, plain.parameters().values(name, Role.WEIGHT));
        }
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        Path dvae = folder.resolve("dvae.pth");
        complains(Optional.of(dvae), "no tensor of a GPT");
        TinyFolder.write(dvae, WeightInit.dvae(80, 6, 5, 9, 2), "", false);
        complains(Optional.empty(), "codebook.embed: expected 8 codes");
        Files.delete(dvae);
        try (XttsModel model = open(Optional.empty())) {
            SpeakerConditioning speaker = model.condition(List.of(noise(22050)));
            var e = assertThrows(
                    IllegalArgumentException.class,
                    () -> model.synthesize("a", "hu", speaker, SamplingSettings.greedy(1)));
            assertTrue(e.getMessage().contains("cannot make sound"), e.getMessage());
        }
        Path config = folder.resolve("config.json");
        String text = Files.readString(config, StandardCharsets.UTF_8);
        Files.writeString(config, text.replace("\"gpt_max_text_tokens\": 24", "\"gpt_max_text_tokens\": 30"));
        complains(
                Optional.empty(),
                "text_pos_embedding.emb.weight: expected [32, 16] (gpt_max_text_tokens is 30), found [26, 16]");
        Files.writeString(config, text);
        Files.delete(folder.resolve("vocab.json"));
        complains(Optional.empty(), "has no vocab.json");
        assertThrows(
                ModelFormatException.class,
                () -> XttsModel.open(temporary.resolve("nothing"), Optional.empty(), backend));
    }

    @Test
    void aCutOffFileIsRefused() throws IOException {
        Path file = folder.resolve("model.pth");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        var e = assertThrows(WeightFileException.class, () -> open(Optional.empty()));
        assertTrue(e.getMessage().contains("model.pth"), e.getMessage());
    }

    private XttsModel open(Optional<Path> checkpoint) throws IOException {
        return XttsModel.open(folder, checkpoint, backend);
    }

    private void complains(Optional<Path> checkpoint, String part) {
        var e = assertThrows(ModelFormatException.class, () -> open(checkpoint));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static AudioClip noise(int samples) {
        float[] values = new float[samples];
        SplittableRandom random = new SplittableRandom(samples);
        for (int i = 0; i < samples; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return new AudioClip(values, 22050);
    }
}
