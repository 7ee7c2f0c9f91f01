package hangolo.models.xtts.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.fuzz.Budget;
import hangolo.fuzz.ByteMutator;
import hangolo.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged config.json is read or refused. */
class ConfigFuzzTest {
    private static final String GOOD = """
            {"model": "xtts", "languages": ["en", "hu"], "temperature": 0.75, "top_k": 50, "sound_norm_refs": false,
             "audio": {"sample_rate": 22050, "output_sample_rate": 24000},
             "model_args": {"gpt_layers": 2, "gpt_n_model_channels": 64, "gpt_n_heads": 4, "gpt_num_audio_tokens": 66,
              "gpt_start_audio_token": 64, "gpt_stop_audio_token": 65, "gpt_use_perceiver_resampler": true}}
            """;
    /** Parser and tables; a pair of brackets becomes a node of about 100 bytes, twice while it is read. */
    private static final Budget BUDGET = new Budget(2L << 20, 200);

    private static final ByteMutator MUTATOR = new ByteMutator(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e99",
            "1e-99",
            "0",
            "0.5",
            "99999999999",
            "NaN",
            "\\ud800");

    @TempDir
    Path folder;

    @Test
    void config() throws IOException, InterruptedException {
        List<byte[]> good = List.of(GOOD.getBytes(StandardCharsets.UTF_8));
        Set<Class<?>> documented = Set.of(ModelFormatException.class);
        new Fuzz("config.json", good, MUTATOR, BUDGET, documented, ConfigFuzzTest::read).run(folder);
    }

    private static void read(Path file) throws IOException {
        XttsConfig config = XttsConfig.read(file);
        assertTrue(config.gpt().width() > 0 && config.gpt().maxCodes() > 0);
    }
}
