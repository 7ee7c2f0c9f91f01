package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.engine.cuda.CudaProbe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightCommandTest {
    @TempDir
    private Path folder;

    private Path config;

    /** A model folder whose files can be opened, one data set, and a run file. */
    @BeforeEach
    void everythingIsThere() throws Exception {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("vocab.json"), "{}");
        for (String name : List.of("model.pth", "dvae.pth", "mel_stats.pth")) {
            Files.write(model.resolve(name), safetensors());
        }
        Files.createDirectory(folder.resolve("clips"));
        Files.writeString(folder.resolve("clips").resolve("metadata.csv"), "a|b|c\n");
        config = folder.resolve("run.yaml");
        Files.writeString(config, """
                MODEL_DIR: model
                DATASETS:
                  - {name: Blikk, path: clips, language: hu}
                """);
    }

    @Test
    void aCompleteRunIsReady() throws Exception {
        Ran ran = hangolo("preflight", "--config", config);
        assertEquals(0, ran.code(), ran.out() + ran.err());
        assertTrue(ran.out().contains("Ready to train."), ran.out());
        assertTrue(ran.out().contains("Coqui Public Model License"), ran.out());
        assertTrue(states().values().stream().noneMatch("failed"::equals), states().toString());
    }

    @Test
    void whatIsMissingIsNamedWithAdvice() throws Exception {
        Files.delete(folder.resolve("model").resolve("dvae.pth"));
        Files.delete(folder.resolve("clips").resolve("metadata.csv"));
        Ran ran = hangolo("preflight", "--config", config);
        assertEquals(1, ran.code());
        assertTrue(ran.out().contains("dvae.pth does not exist"), ran.out());
        assertTrue(ran.out().contains("metadata.csv does not exist"), ran.out());
        assertTrue(ran.out().contains("Not ready"), ran.out());
        assertEquals("failed", states().get("data set Blikk"));
    }

    @Test
    void aDamagedWeightFileIsFound() throws Exception {
        Files.write(folder.resolve("model").resolve("model.pth"), new byte[] {'P', 'K', 3, 4, 0, 0});
        assertEquals(1, hangolo("preflight", "--config", config).code());
    }

    @Test
    void aBareWeightFileCannotBeResumedWithItsState() throws Exception {
        Files.write(folder.resolve("voice.safetensors"), safetensors());
        Files.writeString(config, Files.readString(config) + "RESUME_FROM: voice.safetensors\n");
        Ran ran = hangolo("preflight", "--config", config);
        assertEquals(1, ran.code());
        assertTrue(ran.out().contains("RESUME: weights"), ran.out());
        Files.writeString(config, Files.readString(config) + "RESUME: weights\n");
        assertEquals(0, hangolo("preflight", "--config", config).code());
    }

    @Test
    void aBackendThatIsNotThereIsRefused() throws Exception {
        assumeTrue(CudaProbe.look().gpu().isEmpty(), "not run: this computer has a GPU");
        Files.writeString(config, Files.readString(config) + "BACKEND: cuda\n");
        Ran ran = hangolo("preflight", "--config", config);
        assertEquals(1, ran.code());
        assertTrue(ran.out().contains("cuda cannot run here: "), ran.out());
    }

    @Test
    void nothingIsWritten() throws Exception {
        List<Path> before = files();
        hangolo("preflight", "--config", config);
        assertEquals(before, files());
        assertFalse(Files.exists(folder.resolve("run")));
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    private Map<String, String> states() throws Exception {
        Ran ran = hangolo("preflight", "--config", config, "--json");
        JsonNode document = new ObjectMapper().readTree(ran.out());
        assertEquals(ran.code() == 0, document.get("passed").asBoolean());
        Map<String, String> states = new TreeMap<>();
        for (JsonNode check : document.get("phases").get(0).get("checks")) {
            states.put(check.get("name").asText(), check.get("state").asText());
        }
        return states;
    }

    private static byte[] safetensors() {
        byte[] json = "{\"gpt.mel_head.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putLong(json.length).put(json).putFloat(1).putFloat(2).array();
    }
}
