package hangolo.models.weights.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.WeightFileException;
import hangolo.models.weights.file.Inspection;
import hangolo.models.weights.file.TorchWriter;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small checkpoints: read, written again, exported, inspected. Those of Coqui's trainer: see the verification. */
class CheckpointFileTest {
    private static final String WEIGHT = "gpt.text_head.weight";
    private static final String BIAS = "gpt.text_head.bias";
    private static final CheckpointLosses LOSSES =
            new CheckpointLosses(OptionalDouble.of(5.25), OptionalDouble.empty());
    private static final Map<String, Object> EXTRA = Map.of("order", List.of(3L, 1L, 2L), "seed", 42L);

    @TempDir
    Path folder;

    private Path checkpoint;

    @BeforeEach
    void write() {
        checkpoint = folder.resolve("checkpoint_5.pth");
        CheckpointFile.write(checkpoint, content(EXTRA));
    }

    private static CheckpointContent content(Map<String, Object> extra) {
        return new CheckpointContent(
                Map.of("model", "xtts"),
                List.of(
                        tensor("xtts.mel_stats", 3),
                        tensor("xtts." + BIAS, 2),
                        tensor("xtts." + WEIGHT, 2, 3),
                        tensor("torch_mel_spectrogram_style_encoder.mel_stft.spectrogram.window", 4),
                        tensor("dvae.codebook.embed", 2, 2)),
                List.of(
                        ParameterGroup.adamW(0.5, 0.9, 0.96, 1e-8, 0.01, List.of(WEIGHT)),
                        ParameterGroup.adamW(0.5, 0.9, 0.96, 1e-8, 0, List.of(BIAS))),
                List.of(
                        new AdamStateSource(WEIGHT, 5, tensor("m", 2, 3), tensor("v", 2, 3)),
                        new AdamStateSource(BIAS, 5, tensor("m", 2), tensor("v", 2))),
                5,
                1,
                "January 02, 2024",
                LOSSES,
                extra);
    }

    private static TensorSource tensor(String name, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i + name.length();
        }
        return TensorSource.of(name, shape, values);
    }

    @Test
    void readsWhatItWrote() {
        try (CheckpointFile file = CheckpointFile.read(checkpoint)) {
            assertEquals(5, file.step());
            assertEquals(1, file.epoch());
            assertEquals("January 02, 2024", file.date());
            assertEquals(LOSSES, file.losses());
            assertEquals(Map.of("model", "xtts"), file.config());
            assertEquals(EXTRA, file.extra());
            assertEquals(5, file.model().size());
            assertEquals(
                    List.of("mel_stats", BIAS, WEIGHT),
                    List.copyOf(file.weights().keySet()));
            OptimizerState optimizer = file.optimizer().orElseThrow();
            assertEquals(
                    List.of(List.of(WEIGHT), List.of(BIAS)),
                    optimizer.groups().stream().map(ParameterGroup::parameters).toList());
            assertEquals(0.01, optimizer.groups().get(0).settings().get("weight_decay"));
            assertEquals(0L, optimizer.groups().get(1).settings().get("weight_decay"), "a whole 0, as Coqui's");
            assertEquals(5, optimizer.moments().get(WEIGHT).step());
            assertArrayEquals(
                    new long[] {2, 3}, optimizer.moments().get(WEIGHT).mean().shape());
        }
    }

    @Test
    void replacesTrainedTensorsAndKeepsTheRest() {
        Path copy = folder.resolve("copy.pth");
        try (CheckpointFile file = CheckpointFile.read(checkpoint)) {
            TensorSource changed = TensorSource.of("any", new long[] {2}, new float[] {7, 8});
            CheckpointFile.write(copy, copyOf(file, Map.of(BIAS, changed)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> TrainerStateDict.updated(file.model(), Map.of("gpt.unknown", changed)));
        }
        try (CheckpointFile before = CheckpointFile.read(checkpoint);
                CheckpointFile after = CheckpointFile.read(copy)) {
            assertEquals(
                    List.copyOf(before.model().keySet()),
                    List.copyOf(after.model().keySet()));
            before.weights().forEach((name, tensor) -> {
                float[] expected = name.equals(BIAS) ? new float[] {7, 8} : tensor.floats();
                assertArrayEquals(expected, after.weights().get(name).floats(), name);
            });
            assertEquals(before.extra(), after.extra());
        }
    }

    private static CheckpointContent copyOf(CheckpointFile file, Map<String, TensorSource> trained) {
        OptimizerState optimizer = file.optimizer().orElseThrow();
        List<AdamStateSource> moments = new ArrayList<>();
        optimizer
                .moments()
                .forEach((name, m) -> moments.add(new AdamStateSource(
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
                file.extra());
    }

    @Test
    void exportsWeightsInBothFormats() {
        for (String name : List.of("out.pth", "out.safetensors")) {
            Path out = folder.resolve(name);
            Export.Result result = Export.weights(checkpoint, out);
            assertEquals(3, result.tensors());
            assertEquals(2, result.dropped());
            try (CheckpointFile from = CheckpointFile.read(checkpoint);
                    WeightFile to = WeightFile.open(out)) {
                assertEquals(from.weights().keySet(), to.tensors().keySet());
                from.weights()
                        .forEach((n, tensor) ->
                                assertArrayEquals(tensor.floats(), to.tensor(n).floats(), n));
            }
        }
        assertThrows(WeightFileException.class, () -> Export.weights(checkpoint, folder.resolve("out.bin")));
        Path same = folder.resolve("out.pth");
        assertThrows(WeightFileException.class, () -> Export.weights(same, same));
    }

    @Test
    void inspectsWithoutReadingValues() throws IOException {
        Inspection inspection = Inspection.of(checkpoint);
        assertEquals(5 + 3 * 2, inspection.rows().size());
        assertEquals(
                new Inspection.Row("xtts.mel_stats", List.of(3L), "float32", 12),
                inspection.rows().get(0));
        assertEquals(5L, inspection.metadata().get("step"));
        assertTrue(new ObjectMapper().writeValueAsString(inspection.metadata()).contains("\"params\":1"));
        assertEquals(Files.size(checkpoint), inspection.fileBytes());
        Path bare = folder.resolve("mel_stats.pth");
        TorchWriter.write(bare, tensor("", 80));
        assertEquals(
                List.of(new Inspection.Row("", List.of(80L), "float32", 320)),
                Inspection.of(bare).rows());
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
