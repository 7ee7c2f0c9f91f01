package hangolo.models.weights.pickle;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.WeightFileErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Turns values from a pickle into plain ones (maps with text keys, lists, text, numbers, booleans, null), as JSON or a configuration needs
 * them. Objects of unknown classes give their fields; a tensor gives its description.
 */
public final class PlainValues {
    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 1_000_000;

    private final WeightFileErrors errors;
    private final Predicate<Object> omitted;
    private int depth;
    private int values;

    /** @param omitted says which map values and list elements are left out */
    public PlainValues(WeightFileErrors errors, Predicate<Object> omitted) {
        this.errors = errors;
        this.omitted = omitted;
    }

    /** The entries of a map whose values are not omitted, with text keys and plain values. */
    public Map<String, Object> map(Map<?, ?> source) {
        Map<String, Object> result = new LinkedHashMap<>();
        source.forEach((key, value) -> {
            if (!omitted.test(value)) {
                result.put(String.valueOf(of(key)), of(value));
            }
        });
        return result;
    }

    Object of(Object value) {
        if (++values > MOST_VALUES || ++depth > DEEPEST) {
            throw errors.damaged("its values are nested without end");
        }
        Object plain = convert(value);
        depth--;
        return plain;
    }

    private Object convert(Object value) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        if (value instanceof Collection<?> collection) {
            return list(collection);
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value instanceof Dtype dtype) {
            return "torch." + dtype.torchName();
        }
        if (value instanceof PickledObject object) {
            return object(object);
        }
        return value.toString();
    }

    private List<Object> list(Collection<?> collection) {
        List<Object> result = new ArrayList<>();
        for (Object element : collection) {
            if (!omitted.test(element)) {
                result.add(of(element));
            }
        }
        return result;
    }

    private Object object(PickledObject object) {
        if (!object.fields().isEmpty()) {
            return map(object.fields());
        }
        if (!object.items().isEmpty()) {
            return map(object.items());
        }
        if (!object.elements().isEmpty()) {
            return list(object.elements());
        }
        return object.toString();
    }
}
