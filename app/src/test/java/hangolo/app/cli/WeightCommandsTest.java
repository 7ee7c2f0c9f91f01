package hangolo.app.cli;

import static hangolo.app.cli.Ran.hangolo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void inspectListsTensorsAndMetadata() throws Exception {
        Path file = safetensors("xtts.gpt.mel_head.bias");
        JsonNode document =
                new ObjectMapper().readTree(hangolo("inspect", file, "--json").out());
        JsonNode tensor = document.get("tensors").get(0);
        assertEquals("xtts.gpt.mel_head.bias", tensor.get("name").asText());
        assertEquals("[2,1]", tensor.get("shape").toString());
        assertEquals("float32", tensor.get("dtype").asText());
        assertEquals(8, tensor.get("bytes").asInt());
        assertEquals("hangolo", document.get("metadata").get("by").asText());
        assertTrue(hangolo("inspect", file).out().contains("[2x1]"));
    }

    @Test
    void aNameCannotCommandTheTerminal() throws Exception {
        Ran ran = hangolo("inspect", safetensors("\\u001b[31mred"));
        assertEquals(0, ran.code(), ran.err());
        assertFalse(ran.out().contains("\u001b"), ran.out());
        assertTrue(ran.out().contains("?[31mred"), ran.out());
    }

    @Test
    void whatIsNoWeightFileIsRefusedInWords() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.pth"), "no weights here");
        Ran ran = hangolo("inspect", text);
        assertEquals(1, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("notes.pth"), ran.err());
        assertEquals(1, hangolo("inspect", folder.resolve("none.pth")).code());
    }

    @Test
    void exportRemovesTrainerPrefixes() throws Exception {
        Path out = folder.resolve("voice.safetensors");
        Ran ran = hangolo("export", "--checkpoint", safetensors("xtts.gpt.mel_head.bias"), "--out", out);
        assertEquals(0, ran.code(), ran.err());
        assertTrue(hangolo("inspect", out).out().contains("\ngpt.mel_head.bias")
                || hangolo("inspect", out).out().startsWith("gpt.mel_head.bias"));
    }

    @Test
    void exportWritesNothingIfTheNameSaysNoFormat() throws Exception {
        Path out = folder.resolve("voice.bin");
        Ran ran = hangolo("export", "--checkpoint", safetensors("xtts.gpt.mel_head.bias"), "--out", out);
        assertEquals(1, ran.code());
        assertTrue(ran.err().contains(".safetensors"), ran.err());
        assertFalse(Files.exists(out));
    }

    private Path safetensors(String name) throws Exception {
        String header = "{\"__metadata__\":{\"by\":\"hangolo\"},\"" + name
                + "\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).putFloat(1).putFloat(2);
        return Files.write(folder.resolve("in.safetensors"), bytes.array());
    }
}
