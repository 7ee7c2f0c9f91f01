package hangolo.models.weights.pickle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Python {@code OrderedDict}, as PyTorch uses for state dicts: a map in file order, with the attributes that were
 * set on it ({@code _metadata} holds the versions of the modules).
 */
public final class PickledDict extends LinkedHashMap<Object, Object> {
    private static final long serialVersionUID = 1L;

    private final transient Map<Object, Object> attributes = new LinkedHashMap<>();

    /** An empty dict without attributes. */
    public PickledDict() {}

    /** The attributes of the dict object itself; changes are kept. */
    public Map<Object, Object> attributes() {
        return attributes;
    }
}
