package hangolo.models.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every small file that PyTorch wrote reads as its description says, and every broken or harmful one is refused. */
class GoldenPicklesTest {
    private static JsonNode description() throws IOException {
        return new ObjectMapper().readTree(pickles().resolve("expected.json").toFile());
    }

    private static Path pickles() {
        return Path.of("src", "test", "resources", "pickles").toAbsolutePath();
    }

    @TestFactory
    Stream<DynamicTest> readsEveryFile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        description()
                .get("expected")
                .properties()
                .forEach(entry -> tests.add(DynamicTest.dynamicTest(entry.getKey(), () -> {
                    try (WeightFile file = WeightFile.open(pickles().resolve(entry.getKey()))) {
                        check(entry.getKey(), entry.getValue(), file.root());
                    }
                })));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryBadFile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        description().get("negative").properties().forEach(entry -> {
            if (!entry.getKey().equals("zip_deflated_entries.pth")) {
                tests.add(DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Path file = pickles().resolve(entry.getKey());
                    var e = assertThrows(WeightFileException.class, () -> WeightFile.open(file));
                    assertTrue(e.getMessage().contains(entry.getKey()), e.getMessage());
                    if (entry.getKey().startsWith("evil")) {
                        assertTrue(e.getMessage().contains("Nothing was executed"), e.getMessage());
                        assertFalse(Files.exists(Path.of(System.getProperty("java.io.tmpdir"), "pwned")));
                    }
                }));
            }
        });
        return tests.stream();
    }

    @org.junit.jupiter.api.Test
    void readsDeflatedEntries() throws IOException {
        try (WeightFile file = WeightFile.open(pickles().resolve("zip_deflated_entries.pth"))) {
            check("deflated", description().get("expected").get("zip_dtypes.pth"), file.root());
        }
    }

    private static void check(String path, JsonNode expected, Object found) {
        switch (expected.get("type").asText()) {
            case "dict", "ordered_dict" -> checkMap(path, expected, assertInstanceOf(Map.class, found, path));
            case "list", "tuple", "Size", "set" -> {
                Collection<?> values = assertInstanceOf(Collection.class, found, path);
                assertEquals(!expected.get("type").asText().equals("list"), !(found instanceof ArrayList), path);
                assertEquals(expected.get("items").size(), values.size(), path);
                int i = 0;
                for (Object value : values)
                    check(path + "/" + i, expected.get("items").get(i++), value);
            }
            case "str" -> assertEquals(expected.get("value").asText(), found, path);
            case "int" -> assertEquals(expected.get("value").asText(), String.valueOf(found), path);
            case "bool" -> assertEquals(expected.get("value").asBoolean(), found, path);
            case "NoneType" -> assertEquals(null, found, path);
            case "float" ->
                assertEquals(Double.parseDouble(expected.get("value").asText()), found, path);
            case "bytes" ->
                assertArrayEquals(HexFormat.of().parseHex(expected.get("hex").asText()), (byte[]) found, path);
            case "numpy.scalar" -> assertEquals(expected.get("value").asDouble(), ((Number) found).doubleValue(), path);
            case "torch.dtype" ->
                assertEquals(expected.get("value").asText(), "torch." + ((Dtype) found).torchName(), path);
            case "torch.device" ->
                assertEquals(List.of(expected.get("value").asText()), ((PickledObject) found).args(), path);
            default -> checkTensor(path, expected, assertInstanceOf(StoredTensor.class, found, path));
        }
    }

    private static void checkMap(String path, JsonNode expected, Map<?, ?> found) {
        assertEquals(expected.get("type").asText().equals("ordered_dict"), found instanceof PickledDict, path);
        JsonNode entries = expected.get("entries");
        assertEquals(entries.size(), found.size(), path);
        int i = 0;
        for (Map.Entry<?, ?> entry : found.entrySet()) {
            JsonNode pair = entries.get(i++);
            check(path + " key", pair.get(0), entry.getKey());
            check(path + "/" + entry.getKey(), pair.get(1), entry.getValue());
        }
    }

    private static void checkTensor(String path, JsonNode expected, StoredTensor tensor) {
        JsonNode values = expected.get("values_row_major");
        assertEquals(values.size(), tensor.count(), path);
        assertEquals(
                expected.get("shape").toString(),
                new ObjectMapper().valueToTree(tensor.shape()).toString(),
                path);
        String dtype = expected.get("dtype").asText();
        if (!path.endsWith("/i32")) assertEquals(dtype, tensor.dtype().torchName(), path);
        double[] doubles = tensor.doubles();
        long[] longs = tensor.dtype().isFloating() ? new long[0] : tensor.longs();
        float[] floats = tensor.floats();
        for (int i = 0; i < values.size(); i++) {
            double value = number(values.get(i));
            assertEquals(value, doubles[i], path);
            assertEquals((float) value, floats[i], path);
            if (longs.length > 0) assertEquals((long) value, longs[i], path);
        }
    }

    private static double number(JsonNode node) {
        if (node.isBoolean()) return node.asBoolean() ? 1 : 0;
        return switch (node.asText().toLowerCase(java.util.Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> node.asDouble();
        };
    }
}
