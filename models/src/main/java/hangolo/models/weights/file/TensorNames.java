package hangolo.models.weights.file;

import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFileErrors;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the tensors in the nested values of a file and names them by their paths. */
final class TensorNames {
    private static final int DEEPEST = 32;
    private static final int MOST_VISITS = 2_000_000;

    private final WeightFileErrors errors;
    private final Map<String, StoredTensor> found = new LinkedHashMap<>();
    private final Set<Object> onPath = Collections.newSetFromMap(new IdentityHashMap<>());
    private int visits;

    TensorNames(WeightFileErrors errors) {
        this.errors = errors;
    }

    /** The tensors under {@code model}, if there is such a map, else all. */
    Map<String, StoredTensor> stateDict(Object root) {
        if (root instanceof Map<?, ?> map && map.get("model") instanceof Map<?, ?> model) {
            return all(model);
        }
        return all(root);
    }

    /** All tensors below a value. */
    Map<String, StoredTensor> all(Object value) {
        visit("", value);
        return found;
    }

    private void visit(String path, Object value) {
        if (++visits > MOST_VISITS) {
            throw errors.damaged("its values are nested without end");
        }
        if (value instanceof StoredTensor tensor) {
            if (found.put(path, tensor.named(path)) != null) {
                throw errors.damaged("two tensors have the name " + path);
            }
        } else if (value instanceof Map<?, ?> map) {
            enter(map, () -> map.forEach((key, v) -> visit(join(path, key), v)));
        } else if (value instanceof List<?> list) {
            enter(list, () -> {
                for (int i = 0; i < list.size(); i++) {
                    visit(join(path, i), list.get(i));
                }
            });
        }
    }

    private void enter(Object container, Runnable visitContent) {
        if (!onPath.add(container) || onPath.size() > DEEPEST) {
            throw errors.damaged("its values are nested more than " + DEEPEST + " deep");
        }
        visitContent.run();
        onPath.remove(container);
    }

    private static String join(String path, Object key) {
        String last = key instanceof String || key instanceof Number || key instanceof Boolean ? key.toString() : "?";
        return path.isEmpty() ? last : path + "." + last;
    }
}
