package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.file.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A checkpoint of Coqui's trainer against the two JSON files that describe it. */
final class CheckpointStructure {

    private static final Pattern STATE = Pattern.compile("optimizer_state_(\\d+)");
    private static final Pattern TENSOR = Pattern.compile("torch\\.(\\w+)\\[([\\d, ]*)\\](?: = (.+))?");

    private final ReferenceFolder folder;
    private final Checks checks;
    private final Path file;
    private final String name;

    CheckpointStructure(ReferenceFolder folder, Checks checks, Path file) {
        this.folder = folder;
        this.checks = checks;
        this.file = file;
        this.name = file.getFileName().toString();
    }

    void check() throws IOException {
        String stem = "json/" + name.replaceFirst("\\.pth$", "");
        JsonNode structure = folder.json(stem + "_structure.json");
        JsonNode optimizer = folder.json(stem + "_optimizer.json");
        try (WeightFile opened = WeightFile.open(file)) {
            Map<?, ?> root = opened.root() instanceof Map<?, ?> map ? map : Map.of();
            for (Map.Entry<String, JsonNode> entry : structure.properties()) {
                part(entry.getKey(), entry.getValue(), root);
            }
            Map<?, ?> state = root.get("optimizer") instanceof Map<?, ?> map ? map : Map.of();
            groups(optimizer.path("optimizer_param_groups"), state);
            states(optimizer, state);
        }
        checks.attempt(name + " optimizer", this::readable);
    }

    /** What the program makes of it: a step, and moments of every parameter. */
    private void readable() throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.read(file)) {
            int moments = checkpoint.optimizer().orElseThrow().moments().size();
            int parameters = checkpoint.optimizer().orElseThrow().groups().stream()
                    .mapToInt(group -> group.parameters().size())
                    .sum();
            checks.equal(name + " optimizer", parameters, moments);
        }
    }

    /** A list is the keys of a dict in order, anything else is the value itself. */
    private void part(String key, JsonNode expected, Map<?, ?> root) {
        Object found = root.get(key);
        checks.holds(name + " " + key + " present", root.containsKey(key), "is missing");
        if (expected.isArray()) {
            List<String> keys = new ArrayList<>();
            if (found instanceof Map<?, ?> map) {
                map.keySet().forEach(k -> keys.add(String.valueOf(k)));
            }
            checks.equal(name + " " + key, texts(expected), keys);
        } else {
            checks.equal(name + " " + key, text(expected), String.valueOf(found));
        }
    }

    private void groups(JsonNode expected, Map<?, ?> optimizer) {
        List<?> groups = optimizer.get("param_groups") instanceof List<?> list ? list : List.of();
        checks.equal(name + " param_groups", expected.size(), groups.size());
        for (int i = 0; i < Math.min(expected.size(), groups.size()); i++) {
            Map<?, ?> group = groups.get(i) instanceof Map<?, ?> map ? map : Map.of();
            List<String> keys = new ArrayList<>();
            expected.get(i).fieldNames().forEachRemaining(keys::add);
            String where = name + " param_groups " + i;
            checks.equal(
                    where, keys, group.keySet().stream().map(String::valueOf).toList());
            for (String key : keys) {
                checks.equal(where + " " + key, value(expected.get(i).path(key)), value(group.get(key)));
            }
        }
    }

    private void states(JsonNode description, Map<?, ?> optimizer) {
        Map<?, ?> states = optimizer.get("state") instanceof Map<?, ?> map ? map : Map.of();
        for (Map.Entry<String, JsonNode> entry : description.properties()) {
            Matcher number = STATE.matcher(entry.getKey());
            if (number.matches() && states.get(Long.valueOf(number.group(1))) instanceof Map<?, ?> state) {
                for (Map.Entry<String, JsonNode> tensor : entry.getValue().properties()) {
                    String where = name + " " + entry.getKey() + " " + tensor.getKey();
                    tensor(where, tensor.getValue().asText(), state.get(tensor.getKey()));
                }
            } else if (number.matches()) {
                checks.failed(name + " " + entry.getKey(), "is missing");
            }
        }
    }

    /** {@code torch.float32[64, 3]}, or with its value {@code torch.float32[] = 5.0}. */
    private void tensor(String where, String expected, Object found) {
        Matcher said = TENSOR.matcher(expected);
        if (!said.matches() || !(found instanceof StoredTensor tensor)) {
            checks.failed(where, "expected " + expected + ", found " + found);
            return;
        }
        String shape = Arrays.toString(tensor.shape());
        checks.equal(
                where,
                "torch." + said.group(1) + "[" + said.group(2) + "]",
                "torch." + tensor.dtype().torchName() + shape);
        if (said.group(3) != null) {
            checks.equal(where + " value", Double.parseDouble(said.group(3)), tensor.doubles()[0]);
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "null" : value.asText();
    }

    /** Numbers of both sides in one form, lists element by element. */
    private static Object value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(CheckpointStructure::value).toList();
        }
        return value instanceof Number number ? (Object) number.doubleValue() : String.valueOf(value);
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(CheckpointStructure::value)
                    .toList();
        }
        return node.isNumber() ? (Object) node.doubleValue() : text(node);
    }
}
