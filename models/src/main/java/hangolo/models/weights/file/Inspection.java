package hangolo.models.weights.file;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFileErrors;
import hangolo.models.weights.pickle.PlainValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is in a weight file, as data.
 *
 * @param file the file
 * @param format {@code PyTorch zip}, {@code PyTorch legacy} or {@code safetensors}
 * @param fileBytes the size of the file
 * @param rows every tensor: those of the state dict under their names there, then all others under their paths
 *     ({@code optimizer.state.0.exp_avg})
 * @param metadata everything that is no tensor, as plain values: facts of the container, configuration, step, ...
 */
public record Inspection(Path file, String format, long fileBytes, List<Row> rows, Map<String, Object> metadata) {

    /**
     * One tensor.
     *
     * @param name its name, empty for a bare tensor
     * @param shape its dimensions
     * @param dtype its element type in PyTorch's words
     * @param bytes the size of its elements
     */
    public record Row(String name, List<Long> shape, String dtype, long bytes) {
        static Row of(String name, StoredTensor tensor) {
            List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
            return new Row(name, shape, tensor.dtype().torchName(), tensor.bytes());
        }
    }

    /**
     * Looks into a file; no tensor values are read.
     *
     * @throws hangolo.models.weights.WeightFileException if it is no readable weight file
     */
    public static Inspection of(Path path) {
        WeightFileErrors errors = new WeightFileErrors(path);
        try (WeightFile file = WeightFile.open(path)) {
            return new Inspection(path, file.format(), Files.size(path), rows(file, errors), metadata(file, errors));
        } catch (IOException e) {
            throw errors.failed("reading the size", e);
        }
    }

    /** The size of all tensors together. */
    public long tensorBytes() {
        return rows.stream().mapToLong(Row::bytes).sum();
    }

    private static List<Row> rows(WeightFile file, WeightFileErrors errors) {
        List<Row> rows = new ArrayList<>();
        file.tensors().forEach((name, tensor) -> rows.add(Row.of(name, tensor)));
        if (stateDictIsPart(file)) {
            Map<Object, Object> rest = withoutModel((Map<?, ?>) file.root());
            new TensorNames(errors).all(rest).forEach((name, tensor) -> rows.add(Row.of(name, tensor)));
        }
        return rows;
    }

    private static boolean stateDictIsPart(WeightFile file) {
        return file.root() instanceof Map<?, ?> map && map.get("model") instanceof Map<?, ?>;
    }

    private static Map<Object, Object> withoutModel(Map<?, ?> root) {
        Map<Object, Object> rest = new LinkedHashMap<>(root);
        rest.remove("model");
        return rest;
    }

    private static Map<String, Object> metadata(WeightFile file, WeightFileErrors errors) {
        Map<String, Object> metadata = new LinkedHashMap<>(file.metadata());
        if (!(file.root() instanceof Map<?, ?> root)) {
            return metadata;
        }
        Map<Object, Object> rest = stateDictIsPart(file) ? withoutModel(root) : new LinkedHashMap<>(root);
        if (rest.get("optimizer") instanceof Map<?, ?> optimizer) {
            rest.put("optimizer", summary(optimizer));
        }
        metadata.putAll(new PlainValues(errors, Inspection::holdsOnlyTensors).map(rest));
        return metadata;
    }

    /** The optimizer's groups without the long lists of parameter numbers. */
    private static Map<Object, Object> summary(Map<?, ?> optimizer) {
        Map<Object, Object> summary = new LinkedHashMap<>();
        List<Object> groups = new ArrayList<>();
        if (optimizer.get("param_groups") instanceof List<?> list) {
            for (Object group : list) {
                if (!(group instanceof Map<?, ?> map)) {
                    continue;
                }
                Map<Object, Object> settings = new LinkedHashMap<>(map);
                if (settings.get("params") instanceof List<?> params) {
                    settings.put("params", (long) params.size());
                }
                groups.add(settings);
            }
        }
        summary.put("param_groups", groups);
        return summary;
    }

    private static boolean holdsOnlyTensors(Object value) {
        if (value instanceof StoredTensor) {
            return true;
        }
        return value instanceof Map<?, ?> map
                && !map.isEmpty()
                && map.values().stream().allMatch(StoredTensor.class::isInstance);
    }
}
