package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.models.weights.Dtype;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.pickle.PickledDict;
import hangolo.models.weights.pickle.PickledObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Compares what a weight file holds with its description. */
final class PickledContent {

    private final List<String> differences = new ArrayList<>();

    /** What differs, in words. */
    List<String> differences() {
        return differences;
    }

    void compare(String path, JsonNode expected, Object found) {
        String type = expected.path("type").asText();
        JsonNode value = expected.path("value");
        switch (type) {
            case "dict", "ordered_dict" -> map(path, expected, found);
            case "list", "tuple", "Size", "set" -> collection(path, expected, found);
            case "NoneType" -> same(path, null, found);
            case "str" -> same(path, value.asText(), found);
            case "bool" -> same(path, value.asBoolean(), found);
            case "int" -> same(path, value.asText(), found instanceof Number ? found.toString() : found);
            case "float" -> same(path, number(value), found);
            case "numpy.scalar" -> same(path, number(value), found instanceof Number n ? n.doubleValue() : found);
            case "bytes" ->
                same(
                        path,
                        expected.path("hex").asText(),
                        found instanceof byte[] b ? HexFormat.of().formatHex(b) : found);
            case "torch.dtype" ->
                same(path, value.asText(), found instanceof Dtype d ? "torch." + d.torchName() : found);
            case "torch.device" ->
                same(path, List.of(value.asText()), found instanceof PickledObject o ? o.args() : found);
            case "tensor", "numpy.ndarray" -> tensor(path, expected, found);
            default -> differences.add(path + ": the description has an unknown type \"" + type + "\"");
        }
    }

    private void same(String path, Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            differences.add(path + ": expected " + expected + ", found " + found);
        }
    }

    private void map(String path, JsonNode expected, Object found) {
        JsonNode entries = expected.path("entries");
        boolean ordered = expected.path("type").asText().equals("ordered_dict");
        if (!(found instanceof Map<?, ?> map)
                || map.size() != entries.size()
                || found instanceof PickledDict != ordered) {
            differences.add(path + ": expected " + expected.path("type").asText() + " of " + entries.size()
                    + " entries, found " + found);
            return;
        }
        int i = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            JsonNode pair = entries.get(i++);
            compare(path + " key", pair.get(0), entry.getKey());
            compare(path + "/" + entry.getKey(), pair.get(1), entry.getValue());
        }
    }

    private void collection(String path, JsonNode expected, Object found) {
        JsonNode items = expected.path("items");
        boolean list = expected.path("type").asText().equals("list");
        if (!(found instanceof Collection<?> values)
                || values.size() != items.size()
                || found instanceof ArrayList<?> != list) {
            differences.add(
                    path + ": expected " + expected.path("type").asText() + " of " + items.size() + ", found " + found);
            return;
        }
        int i = 0;
        for (Object value : values) {
            compare(path + "/" + i, items.get(i++), value);
        }
    }

    private void tensor(String path, JsonNode expected, Object found) {
        if (!(found instanceof StoredTensor tensor)) {
            differences.add(path + ": expected a tensor, found " + found);
            return;
        }
        JsonNode values = expected.path("values_row_major");
        List<Long> shape = StreamSupport.stream(expected.path("shape").spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
        same(path + " shape", shape, Arrays.stream(tensor.shape()).boxed().toList());
        same(path + " type", expected.path("dtype").asText(), tensor.dtype().torchName());
        same(path + " count", (long) values.size(), tensor.count());
        if (tensor.count() != values.size()) {
            return;
        }
        double[] doubles = tensor.doubles();
        float[] floats = tensor.floats();
        long[] longs = tensor.dtype().isFloating() ? new long[0] : tensor.longs();
        for (int i = 0; i < doubles.length; i++) {
            double value = number(values.get(i));
            same(path + "[" + i + "]", value, doubles[i]);
            same(path + "[" + i + "] as float", (float) value, floats[i]);
            if (longs.length > 0) {
                same(path + "[" + i + "] as integer", (long) value, longs[i]);
            }
        }
    }

    private static double number(JsonNode node) {
        if (node.isBoolean()) {
            return node.asBoolean() ? 1 : 0;
        }
        return switch (node.asText().toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(node.asText());
        };
    }
}
