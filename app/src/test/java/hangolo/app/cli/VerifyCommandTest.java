package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.audio.MelConfig;
import hangolo.engine.cuda.CudaProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a folder with a single array. What the groups compare is tested with them. */
class VerifyCommandTest {
    private static final String ARRAY = "audio/window_dvae";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("json"));
        Files.createDirectories(folder.resolve("arrays/audio"));
        Files.writeString(folder.resolve("json/dataset_expected.json"), "{\"audio\": []}");
        Files.writeString(
                folder.resolve("manifest.json"),
                "{\"arrays\": [{\"name\": \"" + ARRAY + "\", \"shape\": [1024], \"dtype\": \"float32\","
                        + " \"tolerance\": {\"atol\": 1e-6, \"rtol\": 0}}]}");
        array(0);
    }

    /** The window with one number changed. */
    private void array(float change) throws IOException {
        float[] values = MelConfig.DVAE.window().weights(1024);
        values[100] += change;
        byte[] header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1024,), }\n".getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(10 + header.length + 4096).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.UTF_8)).putShort((short) header.length);
        file.put(header);
        file.asFloatBuffer().put(values);
        Files.write(folder.resolve("arrays/" + ARRAY + ".npy"), file.array());
    }

    private Ran verify(Object... more) {
        List<Object> words = new ArrayList<>(List.of("verify", "--goldens", folder, "--only", "audio"));
        words.addAll(List.of(more));
        return hangolo(words.toArray());
    }

    /** Fails if there is anything behind the first document. */
    private static JsonNode onlyDocument(String text) throws IOException {
        try (JsonParser parser = new ObjectMapper().createParser(text)) {
            JsonNode document = parser.readValueAsTree();
            assertEquals(null, parser.nextToken(), text);
            return document;
        }
    }

    @Test
    void theTableHasARowForTheGroup() {
        Ran ran = verify();
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().startsWith("cpu: "), ran.out());
        assertTrue(ran.out().contains("\naudio "), ran.out());
        assertTrue(ran.out().contains(" pass "), ran.out());
    }

    @Test
    void jsonIsOneDocumentWithTheFieldsOfTheContract() throws IOException {
        Ran ran = verify("--json");
        assertEquals(0, ran.code(), ran.err());
        JsonNode document = onlyDocument(ran.out());
        List<String> fields = new ArrayList<>();
        document.fieldNames().forEachRemaining(fields::add);
        assertEquals(List.of("pass", "groups"), fields);
        assertTrue(document.path("pass").asBoolean());
        JsonNode group = document.path("groups").get(0);
        List<String> names = new ArrayList<>();
        group.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("name", "compared", "failed", "worstAbs", "worstRel", "where", "skipped"), names);
        assertEquals(1, group.path("compared").asInt());
        assertTrue(group.path("worstAbs").isNumber());
        assertTrue(group.path("skipped").isNull());
    }

    @Test
    void aDifferenceIsOneAndIsNamedOnStandardError() throws IOException {
        array(0.25f);
        Ran ran = verify("--json");
        assertEquals(1, ran.code());
        JsonNode group = onlyDocument(ran.out()).path("groups").get(0);
        assertEquals(1, group.path("failed").asInt());
        assertEquals(0.25, group.path("worstAbs").asDouble(), 1e-6);
        assertEquals(ARRAY + "[100]", group.path("where").asText());
        assertTrue(ran.err().contains("audio: " + ARRAY + ": 1 of 1024 values"), ran.err());
        assertTrue(verify().out().contains("FAIL"));
    }

    @Test
    void nanIsNoNumberInJsonAndFails() throws IOException {
        array(Float.NaN);
        Ran ran = verify("--json");
        assertEquals(1, ran.code());
        assertTrue(
                onlyDocument(ran.out()).path("groups").get(0).path("worstAbs").isNull(), ran.out());
    }

    @Test
    void allGroupsRunWithoutOnly() throws IOException {
        Ran ran = hangolo("verify", "--goldens", folder, "--json");
        assertEquals(1, ran.code(), "there is no model");
        JsonNode groups = onlyDocument(ran.out()).path("groups");
        assertEquals("audio", groups.get(0).path("name").asText());
        assertEquals("weight-files", groups.get(11).path("name").asText());
        assertEquals(12, groups.size());
    }

    @Test
    void withoutAFolderTheNumbersInTheProgramAreTaken() throws IOException {
        Ran ran = hangolo("verify", "--only", "dataset", "--json");
        assertEquals(0, ran.code(), ran.err());
        JsonNode group = onlyDocument(ran.out()).path("groups").get(0);
        assertTrue(group.path("compared").asInt() > 100, ran.out());
        assertEquals(0, group.path("failed").asInt());
    }

    @Test
    void autoSaysWhatItTakesAndWhyEveryTime() {
        assumeTrue(CudaProbe.look().gpu().isEmpty(), "not run: this computer has a GPU");
        String first = verify("--backend", "auto").err();
        assertTrue(first.startsWith("backend auto: cpu, because "), first);
        assertFalse(first.contains("Could not initialize class"), first);
        assertEquals(first, verify("--backend", "auto").err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--backend cuda",
                "--backend samediff --precision bf16",
                "--backend samediff --precision tf32",
                "--backend cpu --precision tf32",
                "--backend auto --precision tf32",
                "--backend samediff --memory low",
                "--backend cuda --memory low"
            })
    void whatIsNotThereIsRefused(String option) {
        assumeTrue(CudaProbe.look().gpu().isEmpty(), "not run: this computer has a GPU");
        Ran ran = verify((Object[]) (option + " --json").split(" "));
        assertEquals(1, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().startsWith("hangolo: the "), ran.err());
        assertFalse(ran.err().contains("\tat "), ran.err());
    }

    @Test
    void aFolderWithoutManifestIsOneAndSaysSo() throws IOException {
        Files.delete(folder.resolve("manifest.json"));
        Ran ran = verify();
        assertEquals(1, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("manifest.json: there is no such file"), ran.err());
    }
}
