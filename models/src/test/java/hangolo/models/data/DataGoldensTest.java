package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.audio.MelSpectrogram;
import hangolo.engine.Backend;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.Goldens;
import hangolo.models.data.DataSettings.BrokenClips;
import hangolo.models.text.VoiceTokenizer;
import hangolo.models.weights.file.WeightFile;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.training.TrainingItem.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a clip into a training batch, as a run takes it, against what the original software made of the same files. */
class DataGoldensTest {

    @TempDir
    Path folder;

    @Test
    void usesTheSoundsThatTheOriginalCanLoad() throws IOException {
        StringBuilder rows = new StringBuilder("audio_file|text\n");
        Map<String, JsonNode> expected = new TreeMap<>();
        for (JsonNode audio : Goldens.json("json/dataset_expected.json").path("audio")) {
            String name = Path.of(audio.path("file").asText()).getFileName().toString();
            rows.append("dataset/bad/").append(name).append("|the boat\n");
            expected.put(name, audio);
        }
        Files.writeString(folder.resolve("bad.csv"), rows);
        DataSource source = new DataSource(
                "bad", Goldens.file(""), MetadataFormat.COQUI, folder.resolve("bad.csv"), Optional.empty(), "en");
        DataSettings settings =
                DataSettings.defaults().withSplit(EvaluationSplit.none()).withBrokenClips(BrokenClips.LEAVE_OUT);
        try (Model model = new Model()) {
            TrainingData data = TrainingData.prepare(
                    List.of(source), settings, model.encoders, folder.resolve("cache"), ProgressListener.NONE);
            assertEquals(4, data.training().size());
            for (PreparedClip clip : data.training()) {
                JsonNode audio = expected.get(clip.clip().audio().getFileName().toString());
                String array = audio.path("array").asText();
                float[] found = Goldens.sample(array, clip.audio(0, clip.samples()));
                assertArrayEquals(Goldens.floats(array), found, 1e-4f, clip.toString());
            }
            for (RejectedClip left : data.report().leftOut()) {
                JsonNode audio = expected.get(left.clip().audio().getFileName().toString());
                boolean tooShort = audio.path("samples_after_load").asInt(0) > 0;
                assertEquals(tooShort, left.reason() == RejectReason.TOO_SHORT, left.toString());
            }
            assertEquals(7, data.report().leftOut().size());
        }
    }

    @Test
    void givesTheTokensAndCodesOfTheOriginal() throws IOException {
        StringBuilder rows = new StringBuilder("audio_file|text|speaker_name|language\n");
        for (JsonNode clip : Goldens.json("dataset/clips.json")) {
            rows.append("wavs/").append(clip.path("id").asText()).append(".wav|");
            rows.append(clip.path("text").asText())
                    .append('|')
                    .append(clip.path("speaker").asText());
            rows.append('|').append(clip.path("language").asText()).append('\n');
        }
        Files.writeString(folder.resolve("metadata.csv"), rows);
        DataSource source = new DataSource(
                "open",
                Goldens.file("dataset"),
                MetadataFormat.COQUI,
                folder.resolve("metadata.csv"),
                Optional.empty(),
                "en");
        DataSettings settings =
                DataSettings.defaults().withSplit(EvaluationSplit.none()).withThreads(2);
        try (Model model = new Model()) {
            TrainingData data = TrainingData.prepare(
                    List.of(source), settings, model.encoders, folder.resolve("cache"), ProgressListener.NONE);
            assertEquals(10, data.training().size());
            for (PreparedClip clip : data.training()) {
                String name = clip.clip().id().replace("open#wavs/", "");
                int[] codes = Goldens.integers("dvae/codes/" + name);
                assertArrayEquals(Arrays.copyOf(codes, clip.codes().length), clip.codes(), name);
                assertTrue(codes.length - clip.codes().length <= 1, name);
            }
            compareWithTheBatch(data, model);
        }
    }

    /** The batch of the training goldens: clips 1, 4 and 5 with given voice prompts. */
    private void compareWithTheBatch(TrainingData data, Model model) throws IOException {
        String inputs = "train/masking_true/inputs/";
        int[] lengths = Goldens.integers(inputs + "text_lengths");
        int[] texts = Goldens.integers(inputs + "text_inputs");
        int[] samples = Goldens.integers(inputs + "wav_lengths");
        int[] spans = Goldens.integers(inputs + "conditioning_crop");
        int[] codes = Goldens.integers(inputs + "audio_codes");
        int longest = Arrays.stream(samples).max().orElseThrow();
        PaddedCodes padded = new PaddedCodes(model.encoders);
        int otherwise = 0;
        float[] mels = Goldens.floats(inputs + "cond_mels");
        PromptMels prompts = new PromptMels(new ConditioningCrop(22050, 44100), model.encoders.melStats());
        for (int i = 0; i < 3; i++) {
            PreparedClip clip = data.training().get(new int[] {0, 3, 4}[i]);
            int row = texts.length / 3 * i;
            assertArrayEquals(Arrays.copyOfRange(texts, row, row + lengths[i]), clip.text());
            assertEquals(samples[i], clip.samples());
            int first = codes.length / 3 * i;
            int[] ofBatch = Arrays.copyOfRange(codes, first, first + clip.codes().length);
            assertArrayEquals(ofBatch, padded.of(clip, longest), "codes of the padded batch");
            otherwise += Arrays.equals(ofBatch, clip.codes()) ? 0 : 1;
            MelSpectrogram mel = prompts.of(clip, new Span(spans[2 * i], spans[2 * i + 1]));
            int size = mels.length / 3;
            float[] expected = Arrays.copyOfRange(mels, size * i, size * (i + 1));
            float[] found = mel.binsFirst();
            assertEquals(expected.length, found.length);
            for (int j = 0; j < found.length; j++) {
                // tolerance of the manifest
                float most = 2e-4f + 1e-3f * Math.abs(expected[j]);
                assertTrue(Math.abs(found[j] - expected[j]) <= most, found[j] + " for " + expected[j]);
            }
        }
        assertTrue(otherwise > 0, "the padding changes codes of the reference batch");
    }

    /** The reference model as far as data needs it. */
    private final class Model implements AutoCloseable {
        private final Backend backend = new CpuBackend(1);
        private final Dvae dvae;
        private final Encoders encoders;

        Model() throws IOException {
            Path weights = Goldens.file("model/dvae.pth");
            try (WeightFile file = WeightFile.open(weights);
                    WeightFile stats = WeightFile.open(Goldens.file("model/mel_stats.pth"))) {
                dvae = Dvae.load(StateDict.of(file), backend, false);
                float[] melStats = stats.tensors().values().iterator().next().floats();
                VoiceTokenizer tokenizer = VoiceTokenizer.open(Goldens.file("model/vocab.json"));
                encoders = Encoders.of(TextEncoder.of(tokenizer), dvae::encode, 1024, melStats, List.of(weights));
            }
        }

        @Override
        public void close() {
            dvae.close();
            backend.close();
        }
    }
}
