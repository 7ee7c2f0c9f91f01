package hangolo.app.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.config.ConfigLoader;
import hangolo.app.config.PhaseConfig;
import hangolo.engine.cuda.CudaProbe;
import hangolo.engine.cuda.Gpu;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about cards before a run, with and without them. */
class GpuChecksTest {

    private static final Size XTTS = new Size(441_018_563, 518_442_047 - 441_018_563);
    private static final CudaProbe NONE =
            new CudaProbe(Optional.empty(), List.of(), Optional.of("no NVIDIA driver here"));

    @TempDir
    private Path folder;

    @Test
    void withoutACardAutoTakesTheProcessorAndSaysWhy() throws Exception {
        GpuChecks gpu = new GpuChecks(config("auto"), NONE);
        assertFalse(gpu.usable());
        assertEquals(List.of(Check.ok("backend", "cpu, because no NVIDIA driver here")), gpu.all(Optional.of(XTTS)));
    }

    @Test
    void withoutACardCudaIsRefused() throws Exception {
        Check check = new GpuChecks(config("cuda"), NONE).all(Optional.empty()).get(0);
        assertTrue(check.stops());
        assertEquals("cuda cannot run here: no NVIDIA driver here", check.finding());
    }

    @Test
    void samediffIsRefusedOnlyWhereItsLibraryForCardsCannotRun() throws Exception {
        CudaProbe fine = new CudaProbe(Optional.empty(), List.of(), Optional.empty());
        PhaseConfig config = config("samediff");
        assertTrue(new GpuChecks(config, NONE).all(Optional.empty()).get(0).stops());
        assertEquals(
                List.of(Check.ok("backend", "samediff (the reference: much slower than cpu)")),
                new GpuChecks(config, fine).all(Optional.empty()));
    }

    @Test
    void cardsAndTheirMemoryAreShown() throws Exception {
        Map<String, Check> checks = with("auto", new Gpu(0, "NVIDIA H200", 9, 0, 141_000_000_000L));
        assertEquals("cuda", checks.get("backend").finding());
        assertEquals(
                "NVIDIA H200, compute capability 9.0, 141.0 GB",
                checks.get("card 0").finding());
        assertEquals(Check.State.OK, checks.get("card memory").state());
    }

    @Test
    void tf32NeedsACardOfItsGeneration() throws Exception {
        Gpu turing = new Gpu(0, "Turing", 7, 5, 16_000_000_000L);
        Gpu ampere = new Gpu(0, "Ampere", 8, 0, 16_000_000_000L);
        assertTrue(with("cuda\nPRECISION: tf32", turing).get("precision").stops());
        assertFalse(with("cuda\nPRECISION: tf32", ampere).containsKey("precision"));
        assertFalse(with("cuda", turing).containsKey("precision"));
        assertTrue(new GpuChecks(config("cpu\nPRECISION: tf32"), NONE)
                .all(Optional.empty())
                .get(1)
                .stops());
    }

    @Test
    void aCardThatIsTooSmallIsNamedWithAdvice() throws Exception {
        Check memory = with("auto", new Gpu(0, "small", 8, 9, 6_000_000_000L)).get("card memory");
        assertEquals(Check.State.FAILED, memory.state());
        assertTrue(memory.finding().startsWith("6.0 GB; the largest step needs about "), memory.finding());
        assertTrue(
                memory.finding().contains("weights 2.6, gradients 1.8, optimizer 3.5, activations "), memory.finding());
        assertTrue(memory.advice().startsWith("Use MEMORY: low, a smaller BATCH_SIZE"), memory.advice());
    }

    @Test
    void littleMemoryIsPlannedFor() throws Exception {
        Gpu card = new Gpu(0, "middle", 8, 9, 9_600_000_000L);
        assertEquals(Check.State.FAILED, with("auto", card).get("card memory").state());
        Check low = with("auto\nMEMORY: low", card).get("card memory");
        assertEquals(Check.State.OK, low.state(), low.finding());
        assertTrue(low.finding().contains("weights 1.8, "), low.finding());
    }

    private Map<String, Check> with(String backend, Gpu card) throws Exception {
        CudaProbe cuda = new CudaProbe(Optional.of("13.0"), List.of(card), Optional.empty());
        GpuChecks gpu = new GpuChecks(config(backend), cuda);
        assertTrue(gpu.usable());
        return gpu.all(Optional.of(XTTS)).stream().collect(Collectors.toMap(Check::name, c -> c));
    }

    /** The sizes of XTTS v2; the vocabulary has 6681 tokens. */
    private PhaseConfig config(String backend) throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), """
                {"model_args": {"gpt_layers": 30, "gpt_n_model_channels": 1024, "gpt_n_heads": 16}}
                """);
        Files.writeString(model.resolve("vocab.json"), vocabulary());
        return ConfigLoader.parse(folder.resolve("run.yaml"), """
                MODEL_DIR: model
                BACKEND: %s
                DATASETS:
                  - {name: Blikk, path: clips, language: hu}
                """.formatted(backend))
                .phases()
                .get(0);
    }

    /** As many tokens as XTTS has, no merges. */
    private static String vocabulary() {
        List<String> names = new ArrayList<>(List.of("[STOP]", "[UNK]", "[SPACE]", "[START]", "[hu]"));
        IntStream.range(names.size(), 6681).forEach(i -> names.add("t" + i));
        StringJoiner tokens = new StringJoiner(", ");
        StringJoiner added = new StringJoiner(", ");
        for (int i = 0; i < names.size(); i++) {
            tokens.add("\"" + names.get(i) + "\": " + i);
            if (names.get(i).startsWith("[")) {
                added.add("""
                        {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": false, "special": true}""".formatted(i, names.get(i)));
            }
        }
        return """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [%s], "normalizer": null,
                 "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
                 "model": {"type": "BPE", "dropout": null, "unk_token": "[UNK]", "continuing_subword_prefix": null,
                           "end_of_word_suffix": null, "fuse_unk": false, "vocab": {%s}, "merges": []}}
                """.formatted(added, tokens);
    }
}
