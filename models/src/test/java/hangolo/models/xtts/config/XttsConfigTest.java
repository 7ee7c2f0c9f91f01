package hangolo.models.xtts.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XttsConfigTest {

    @Test
    void whatIsNotNamedHasTheValuesOfV2() throws IOException {
        XttsConfig config = XttsConfig.parse("{\"model_args\": {}}");
        assertEquals(30, config.gpt().layers());
        assertEquals(602, config.gpt().maxCodes());
        assertEquals(24000, config.audio().output());
        assertEquals(17, config.languages().size());
    }

    @Test
    void unknownFieldsAndSpecialNumbersAreAccepted() throws IOException {
        XttsConfig config = XttsConfig.parse("{\"model_args\": {\"gpt_layers\": 3, \"new\": [1]},"
                + " \"max_audio_len\": Infinity, \"x\": NaN, \"temperature\": 0.5, \"languages\": [\"hu\"]}");
        assertEquals(3, config.gpt().layers());
        assertEquals(0.5, config.voice().temperature());
        assertEquals(List.of("hu"), config.languages());
    }

    @Test
    void mistakesAreNamed(@TempDir Path folder) throws IOException {
        complains("{}", "model_args");
        complains("[]", "expected a JSON object");
        complains("{\"model_args\": {\"gpt_layers\": 0}}", "model_args.gpt_layers: expected a whole number");
        complains("{\"model_args\": {\"gpt_layers\": \"3\"}}", "model_args.gpt_layers: expected a number, found \"3\"");
        complains("{\"model_args\": {\"gpt_n_model_channels\": 30}}", "not a multiple of gpt_n_heads (16)");
        complains("{\"model_args\": {\"gpt_num_audio_tokens\": 1025}}", "must differ and be below");
        complains("{\"model_args\": {\"gpt_use_perceiver_resampler\": false}}", "XTTS v1");
        complains("{\"model_args\": {}, \"sound_norm_refs\": 1}", "sound_norm_refs: expected true or false");
        Path broken = Files.writeString(folder.resolve("config.json"), "{\"model_args\": {");
        var e = assertThrows(ModelFormatException.class, () -> XttsConfig.read(broken));
        assertTrue(e.getMessage().startsWith(broken.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("is not valid JSON at line 1"), e.getMessage());
        Path binary = Files.write(folder.resolve("config.json"), new byte[] {'{', (byte) 0xff, '}'});
        var f = assertThrows(ModelFormatException.class, () -> XttsConfig.read(binary));
        assertTrue(f.getMessage().contains("is not UTF-8"), f.getMessage());
    }

    private static void complains(String json, String part) {
        var e = assertThrows(IOException.class, () -> XttsConfig.parse(json));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
