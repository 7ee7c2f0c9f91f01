package hangolo.models.weights.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a class that this program does not know, or a reference to such a class: the name and the data it would have been
 * built from. No code of the class was run; the object is only data. Compared by identity.
 */
public final class PickledObject {
    private final String className;
    private final List<Object> arguments;
    private final List<Object> elements = new ArrayList<>();
    private final Map<Object, Object> items = new LinkedHashMap<>();
    private Optional<Object> state = Optional.empty();

    PickledObject(String className, List<?> arguments) {
        this.className = className;
        this.arguments = Collections.unmodifiableList(arguments);
    }

    /** The full Python name, for example {@code TTS.tts.configs.xtts_config.XttsConfig}. */
    public String className() {
        return className;
    }

    /** What the constructor would have got. Unmodifiable. */
    public List<Object> args() {
        return arguments;
    }

    /** What {@code __setstate__} would have got: for most objects a map of their fields. */
    public Optional<Object> state() {
        return state;
    }

    /** The fields of the object, if its state is a map; else empty. */
    public Map<?, ?> fields() {
        return state.filter(Map.class::isInstance)
                .<Map<?, ?>>map(s -> (Map<?, ?>) s)
                .orElse(Map.of());
    }

    /** The elements, if the class extends list or set. */
    public List<Object> elements() {
        return elements;
    }

    /** The items, if the class extends dict. */
    public Map<Object, Object> items() {
        return items;
    }

    void setState(Object newState) {
        state = Optional.ofNullable(newState);
    }

    @Override
    public String toString() {
        return "<" + className + ">";
    }
}
