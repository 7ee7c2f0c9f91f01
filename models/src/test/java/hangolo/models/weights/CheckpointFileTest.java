package hangolo.models.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of Coqui's trainer: read, written again, exported, inspected. */
class CheckpointFileTest {
    @TempDir
    Path folder;

    private static CheckpointContent copyOf(
            CheckpointFile file, Map<String, TensorSource> trained, Map<String, Object> extra) {
        OptimizerState optimizer = file.optimizer().orElseThrow();
        List<MomentSource> moments = new ArrayList<>();
        optimizer
                .moments()
                .forEach((name, m) -> moments.add(new MomentSource(
                        name, m.step(), TensorSource.copyOf(m.mean()), TensorSource.copyOf(m.square()))));
        return new CheckpointContent(
                file.config(),
                TrainerStateDict.updated(file.model(), trained),
                optimizer.groups(),
                moments,
                file.step(),
                file.epoch(),
                file.date(),
                file.losses(),
                extra);
    }

    @Test
    void readsWhatCoquiWrote() throws IOException {
        Path golden = Goldens.folder("checkpoints").resolve("checkpoint_5.pth");
        JsonNode structure = new ObjectMapper()
                .readTree(Goldens.folder("json")
                        .resolve("checkpoint_5_structure.json")
                        .toFile());
        try (CheckpointFile file = CheckpointFile.read(golden)) {
            assertEquals(5, file.step());
            assertEquals(0, file.epoch());
            assertEquals("January 02, 2024", file.date());
            assertEquals(new Losses(OptionalDouble.of(5.156564712524414), OptionalDouble.empty()), file.losses());
            assertEquals("xtts", file.config().get("model"));
            List<String> names = new ArrayList<>();
            structure.get("model").forEach(n -> names.add(n.asText()));
            assertEquals(names, List.copyOf(file.model().keySet()));
            assertEquals(639, file.weights().size());
            OptimizerState optimizer = file.optimizer().orElseThrow();
            assertEquals(
                    List.of(39, 63),
                    optimizer.groups().stream().map(g -> g.parameters().size()).toList());
            assertEquals(0.01, optimizer.groups().get(0).settings().get("weight_decay"));
            assertEquals(
                    List.of(0.9, 0.96), optimizer.groups().get(1).settings().get("betas"));
            assertEquals(102, optimizer.moments().size());
            assertEquals(5, optimizer.moments().get("gpt.text_head.weight").step());
            optimizer
                    .moments()
                    .forEach((name, m) -> assertArrayEquals(
                            file.weights().get(name).shape(), m.mean().shape()));
        }
    }

    @Test
    void writesTheSameAgain() {
        Path golden = Goldens.folder("checkpoints").resolve("checkpoint_5.pth");
        Path copy = folder.resolve("checkpoint_5.pth");
        Map<String, Object> extra = Map.of("order", List.of(3L, 1L, 2L), "seed", 42L, "phase", "second");
        float[] changed = {1f, 2f};
        try (CheckpointFile file = CheckpointFile.read(golden)) {
            StoredTensor bias = file.weights().get("gpt.final_norm.bias");
            float[] values = bias.floats();
            values[0] = changed[0];
            TensorSource source = TensorSource.of("any", bias.shape(), values);
            CheckpointFile.write(copy, copyOf(file, Map.of("gpt.final_norm.bias", source), extra));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> TrainerStateDict.updated(file.model(), Map.of("gpt.unknown", source)));
        }
        try (WeightFile before = WeightFile.open(golden);
                WeightFile after = WeightFile.open(copy)) {
            Map<?, ?> root = (Map<?, ?>) after.root();
            Map<Object, Object> expected = new LinkedHashMap<>((Map<?, ?>) before.root());
            assertEquals(extra, root.remove("hangolo"));
            assertEquals(List.copyOf(expected.keySet()), List.copyOf(root.keySet()));
            assertSame("", expected, root);
        }
        try (CheckpointFile file = CheckpointFile.read(copy)) {
            assertEquals(extra, file.extra());
            assertEquals(102, file.optimizer().orElseThrow().moments().size());
        }
    }

    private static void assertSame(String path, Object expected, Object found) {
        if (expected instanceof StoredTensor tensor) {
            StoredTensor twin = (StoredTensor) found;
            assertEquals(tensor.dtype(), twin.dtype(), path);
            assertArrayEquals(tensor.shape(), twin.shape(), path);
            float[] values = tensor.floats();
            if (path.endsWith("xtts.gpt.final_norm.bias")) values[0] = 1f;
            assertArrayEquals(values, twin.floats(), path);
        } else if (expected instanceof Map<?, ?> map) {
            assertEquals(List.copyOf(map.keySet()), List.copyOf(((Map<?, ?>) found).keySet()), path);
            assertEquals(map instanceof PickledDict, found instanceof PickledDict, path);
            map.forEach((key, value) -> assertSame(path + "/" + key, value, ((Map<?, ?>) found).get(key)));
        } else if (expected instanceof List<?> list) {
            assertEquals(list.size(), ((List<?>) found).size(), path);
            for (int i = 0; i < list.size(); i++) assertSame(path + "/" + i, list.get(i), ((List<?>) found).get(i));
        } else {
            assertEquals(expected, found, path);
        }
    }

    @Test
    void assemblesTheFirstCheckpointInCoquisOrder() {
        Path model = Goldens.folder("model");
        try (CheckpointFile golden =
                        CheckpointFile.read(Goldens.folder("checkpoints").resolve("checkpoint_5.pth"));
                WeightFile weights = WeightFile.open(model.resolve("model.pth"));
                WeightFile dvae = WeightFile.open(model.resolve("dvae.pth"))) {
            List<TensorSource> buffers = golden.model().entrySet().stream()
                    .filter(e -> e.getKey().startsWith("torch_mel"))
                    .map(e -> TensorSource.copyOf(e.getValue()))
                    .toList();
            List<TensorSource> assembled = TrainerStateDict.assembled(
                    WeightNames.inference(weights.file(), weights.tensors()), dvae.tensors(), buffers, Map.of());
            assertEquals(
                    List.copyOf(golden.model().keySet()),
                    assembled.stream().map(TensorSource::name).toList());
        }
    }

    @Test
    void exportsWeightsInBothFormats() {
        Path golden = Goldens.folder("checkpoints").resolve("checkpoint_5.pth");
        Path model = Goldens.folder("model").resolve("model.pth");
        for (String name : List.of("out.pth", "out.safetensors")) {
            Path out = folder.resolve(name);
            Export.Result result = Export.weights(golden, out);
            assertEquals(639, result.tensors());
            assertEquals(60, result.dropped());
            try (CheckpointFile from = CheckpointFile.read(golden);
                    WeightFile to = WeightFile.open(out);
                    WeightFile shipped = WeightFile.open(model)) {
                assertEquals(shipped.tensors().keySet(), to.tensors().keySet());
                from.weights()
                        .forEach((n, tensor) ->
                                assertArrayEquals(tensor.floats(), to.tensor(n).floats(), n));
            }
        }
        assertThrows(WeightFileException.class, () -> Export.weights(golden, folder.resolve("out.bin")));
        Path same = folder.resolve("out.pth");
        assertThrows(WeightFileException.class, () -> Export.weights(same, same));
    }

    @Test
    void readsTheOldNamesOfWeightNorm() {
        Path variant = Goldens.folder("model_variants").resolve("hifigan_old_weight_norm_names.pth");
        try (WeightFile old = WeightFile.open(variant);
                WeightFile current = WeightFile.open(Goldens.folder("model").resolve("model.pth"))) {
            Map<String, StoredTensor> names = WeightNames.inference(variant, old.tensors());
            assertEquals(241, names.size());
            names.forEach(
                    (name, tensor) -> assertArrayEquals(current.tensor(name).floats(), tensor.floats(), name));
        }
    }

    @Test
    void inspectsWithoutReadingValues() throws IOException {
        Path golden = Goldens.folder("checkpoints").resolve("checkpoint_5.pth");
        Inspection inspection = Inspection.of(golden);
        assertEquals(699 + 3 * 102, inspection.rows().size());
        assertEquals(
                new Inspection.Row("xtts.mel_stats", List.of(80L), "float32", 320),
                inspection.rows().get(0));
        assertEquals(5L, inspection.metadata().get("step"));
        assertTrue(new ObjectMapper().writeValueAsString(inspection.metadata()).contains("\"params\":39"));
        assertEquals(Files.size(golden), inspection.fileBytes());
        Inspection bare = Inspection.of(Goldens.folder("model").resolve("mel_stats.pth"));
        assertEquals(List.of(new Inspection.Row("", List.of(80L), "float32", 320)), bare.rows());
    }

    @Test
    void explainsWhatDoesNotFit() {
        Path path = folder.resolve("odd.pth");
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", Map.of("xtts.gpt.text_head.weight", TensorSource.of("x", new long[] {2}, new float[2])));
        root.put("optimizer", Map.of("state", Map.of(), "param_groups", List.of(Map.of("params", List.of(0L, 1L)))));
        TorchWriter.write(path, root);
        try (CheckpointFile file = CheckpointFile.read(path)) {
            String message =
                    assertThrows(WeightFileException.class, file::optimizer).getMessage();
            assertTrue(message.contains("[2]") && message.contains("[1]"), message);
        }
        TorchWriter.write(path, List.of(1L));
        assertTrue(assertThrows(WeightFileException.class, () -> CheckpointFile.read(path))
                .getMessage()
                .contains("model is missing"));
        assertThrows(WeightFileException.class, () -> WeightFile.open(folder));
        assertThrows(WeightFileException.class, () -> WeightFile.open(folder.resolve("absent.pth")));
    }
}
